namespace Orleans.Batch.Gateway.V4.Wire;

/// <summary>An item of a batch.</summary>
internal sealed record BatchItemObject
{
    /// <summary>Its identity.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>Its kind.</summary>
    public required ItemKind Type { get; init; }

    /// <summary>Its status.</summary>
    public required ItemStatus Status { get; init; }

    /// <summary>Its position in the batch, from 0.</summary>
    public required int SequenceIndex { get; init; }

    /// <summary>Same as <see cref="EpisodeUuid"/>.</summary>
    public Guid SourceUuid => EpisodeUuid;

    /// <summary>The identity of its episode or message, known when it is added.</summary>
    public required Guid EpisodeUuid { get; init; }

    /// <summary>The destination graph; of a message, the graph of its thread. Absent once the destination is deleted.</summary>
    public Guid? GraphUuid { get; init; }

    /// <summary>The thread of a message. Absent once the thread is deleted.</summary>
    public Guid? ThreadUuid { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Why it failed; of failed and canceled items only.</summary>
    public ErrorObject? Error { get; init; }

    /// <param name="item">The item.</param>
    /// <param name="destination">Its destination; null when that no longer exists.</param>
    public static BatchItemObject From(BatchItem item, ObjectAddress? destination) => new()
    {
        Uuid = item.ItemId,
        Type = item.Kind,
        Status = item.Status,
        SequenceIndex = item.SequenceIndex,
        EpisodeUuid = item.EpisodeUuid,
        GraphUuid = destination?.GraphUuid ?? item.GraphUuid,
        ThreadUuid = destination is { Kind: AddressKind.Thread } thread ? thread.Uuid : null,
        CreatedAt = item.CreatedAt,
        Error = item.Error is { } error ? new ErrorObject(error.Code, error.Message) : null,
    };
}

/// <summary>The answer to an add call.</summary>
/// <param name="Items">The items that were added, in their order.</param>
/// <param name="RejectedItems">Those that were not, because their destination does not exist; absent when there are none.</param>
internal sealed record AddedBatchItemsObject(
    IReadOnlyList<BatchItemObject> Items, IReadOnlyList<RejectedBatchItem>? RejectedItems);

/// <summary>An item that was not added, because its destination does not exist.</summary>
/// <param name="Index">Its position in the call, from 0.</param>
/// <param name="Item">The item, as it was sent.</param>
/// <param name="Error">What is missing.</param>
internal sealed record RejectedBatchItem(int Index, BatchItemInput Item, ErrorObject Error);

/// <summary>An item to add, as it was sent.</summary>
internal sealed record BatchItemInput
{
    /// <summary>Its kind.</summary>
    public required ItemKind Type { get; init; }

    /// <summary>Episode: the destination graph.</summary>
    public Guid? GraphUuid { get; init; }

    /// <summary>Episode: the user whose graph is the destination.</summary>
    public Guid? UserUuid { get; init; }

    /// <summary>Message: its thread.</summary>
    public Guid? ThreadUuid { get; init; }

    /// <summary>Episode: the payload.</summary>
    public string? Data { get; init; }

    /// <summary>Episode: how the data is to be read.</summary>
    public DataType? DataType { get; init; }

    /// <summary>Message: the text.</summary>
    public string? Content { get; init; }

    /// <summary>Message: the speaker's role.</summary>
    public RoleType? Role { get; init; }

    /// <summary>Message: the speaker's name.</summary>
    public string? Name { get; init; }

    /// <summary>Episode: where the data comes from.</summary>
    public string? SourceDescription { get; init; }

    /// <summary>Episode: the document it is a chunk of.</summary>
    public string? DocumentId { get; init; }

    /// <summary>The reference time of its facts.</summary>
    public DateTimeOffset? ReferenceTime { get; init; }

    /// <summary>The caller's data.</summary>
    public JsonText? Metadata { get; init; }

    /// <summary>The caller's id of this record. Not a field of Zep's.</summary>
    public string? RecordId { get; init; }
}
