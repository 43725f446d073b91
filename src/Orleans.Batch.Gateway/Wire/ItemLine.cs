namespace Orleans.Batch.Gateway.Wire;

/// <summary>
/// An item as a line of JSON: first the fields of an add call, so that a line can be repaired and added again, then its
/// status and results, which an add call ignores. An add call refuses a line whose payload was deleted.
/// </summary>
internal sealed record ItemLine
{
    /// <summary>Its kind.</summary>
    public required ItemKind Type { get; init; }

    /// <summary>Episode: the destination graph.</summary>
    public string? GraphId { get; init; }

    /// <summary>Episode: the destination user.</summary>
    public string? UserId { get; init; }

    /// <summary>Message: its thread.</summary>
    public string? ThreadId { get; init; }

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

    /// <summary>The item's reference time; absent where the caller gave none.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>As it was added.</summary>
    public JsonText? Metadata { get; init; }

    /// <summary>Its position in the batch.</summary>
    public required int SequenceIndex { get; init; }

    /// <summary>Its identity.</summary>
    public required Guid ItemId { get; init; }

    /// <summary>Its episode's identity.</summary>
    public required Guid EpisodeUuid { get; init; }

    /// <summary>Its status.</summary>
    public required ItemStatus Status { get; init; }

    /// <summary>The facts that start with its episode; absent when there are none.</summary>
    public IReadOnlyList<ItemFact>? Facts { get; init; }

    /// <summary>Why it failed or was canceled.</summary>
    public ItemError? Error { get; init; }

    /// <summary>The batch that retries it.</summary>
    public Guid? RetriedIn { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>When its status last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    public static ItemLine FromRecord(BatchItemRecord record)
    {
        var (item, payload) = record;
        var isMessage = item.Kind == ItemKind.ThreadMessage;
        return new ItemLine
        {
            Type = item.Kind,
            GraphId = item.GraphId,
            UserId = isMessage || item.GraphId is not null ? null : item.UserId,
            ThreadId = item.ThreadId,
            Data = isMessage ? null : payload?.Content,
            DataType = payload?.DataType,
            Content = isMessage ? payload?.Content : null,
            Role = payload?.Role,
            Name = payload?.Name,
            SourceDescription = payload?.SourceDescription,
            DocumentId = payload?.DocumentId,
            CreatedAt = payload?.CreatedAt,
            Metadata = payload?.Metadata,
            SequenceIndex = item.SequenceIndex,
            ItemId = item.ItemId,
            EpisodeUuid = item.EpisodeUuid,
            Status = item.Status,
            Facts = record.Facts is [] ? null : record.Facts,
            Error = item.Error,
            RetriedIn = item.RetriedIn,
            AddedAt = item.CreatedAt,
            UpdatedAt = item.UpdatedAt,
        };
    }
}
