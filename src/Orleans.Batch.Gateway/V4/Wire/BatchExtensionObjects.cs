using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Gateway.V4.Wire;

/// <summary>The state of a batch, as a server-sent event. Not a type of Zep's.</summary>
/// <param name="Id">The id to continue from.</param>
/// <param name="Batch">The batch.</param>
/// <param name="ItemsPerSecond">How fast it goes; absent while that is not known.</param>
/// <param name="EtaSeconds">When it will end, from now; absent while that is not known.</param>
/// <param name="Done">Whether it has ended: no further event follows.</param>
internal sealed record BatchEventObject(string Id, BatchObject Batch, double? ItemsPerSecond, double? EtaSeconds, bool Done)
{
    public static BatchEventObject From(BatchEvent seen) =>
        new(seen.Id, BatchObject.From(seen.Batch), seen.ItemsPerSecond, seen.EtaSeconds, seen.Done);
}

/// <summary>What processing a draft would lead to, a page of it. Not a type of Zep's.</summary>
/// <param name="Valid">Whether it can be processed.</param>
/// <param name="ErrorCount">How many errors there are in all.</param>
/// <param name="WarningCount">How many warnings there are in all.</param>
/// <param name="Errors">The errors; the index of each is the item's sequence index.</param>
/// <param name="Warnings">The warnings.</param>
/// <param name="NextCursor">Where the next page begins; absent on the last.</param>
/// <param name="Model">What its extraction by a model will take; absent where no model extracts.</param>
internal sealed record BatchValidationObject(
    bool Valid,
    int ErrorCount,
    int WarningCount,
    IReadOnlyList<ErrorProblem> Errors,
    IReadOnlyList<ErrorProblem> Warnings,
    string? NextCursor,
    ModelEstimate? Model);

/// <summary>The answer to a stream of lines. Not a type of Zep's.</summary>
/// <param name="Accepted">How many items were added.</param>
/// <param name="FirstSequenceIndex">The position in the batch of the first of them.</param>
/// <param name="LastSequenceIndex">The position of the last; one less than the first when none was added.</param>
/// <param name="AlreadyLoaded">How many were not added, because their destination has their record_id; absent for none.</param>
/// <param name="HeldInDrafts">Other drafts that hold some of those.</param>
/// <param name="RejectedCount">How many were not added, because their destination does not exist; absent for none.</param>
/// <param name="RejectedItems">The first 1,000 of those, each with its position among the items.</param>
/// <param name="UnknownFields">Fields that were ignored, at most 20; absent when there are none.</param>
internal sealed record AddedLinesObject(
    int Accepted,
    int FirstSequenceIndex,
    int LastSequenceIndex,
    int? AlreadyLoaded,
    IReadOnlyList<Guid>? HeldInDrafts,
    int? RejectedCount,
    IReadOnlyList<ErrorProblem>? RejectedItems,
    IReadOnlyList<UnknownField>? UnknownFields);

/// <summary>
/// An item as a line of JSON: first the fields of an add call, then its status and results, which an add call ignores. Not a
/// type of Zep's.
/// </summary>
internal sealed record ExportedItem
{
    /// <summary>Its kind.</summary>
    public required ItemKind Type { get; init; }

    /// <summary>Episode: the destination graph.</summary>
    public Guid? GraphUuid { get; init; }

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

    /// <summary>The reference time of its facts; absent where the caller gave none.</summary>
    public DateTimeOffset? ReferenceTime { get; init; }

    /// <summary>As it was added.</summary>
    public JsonText? Metadata { get; init; }

    /// <summary>Its position in the batch.</summary>
    public required int SequenceIndex { get; init; }

    /// <summary>Its identity.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>Its episode's identity.</summary>
    public required Guid EpisodeUuid { get; init; }

    /// <summary>Its status.</summary>
    public required ItemStatus Status { get; init; }

    /// <summary>Why it failed or was canceled.</summary>
    public ErrorObject? Error { get; init; }

    /// <param name="record">The item.</param>
    /// <param name="destination">Its destination; null when that no longer exists.</param>
    public static ExportedItem From(BatchItemRecord record, ObjectAddress? destination)
    {
        var (item, payload) = record;
        var isMessage = item.Kind == ItemKind.ThreadMessage;
        return new ExportedItem
        {
            Type = item.Kind,
            GraphUuid = isMessage ? null : destination?.GraphUuid ?? item.GraphUuid,
            ThreadUuid = isMessage ? destination?.Uuid : null,
            Data = isMessage ? null : payload?.Content,
            DataType = payload?.DataType,
            Content = isMessage ? payload?.Content : null,
            Role = payload?.Role,
            Name = payload?.Name,
            SourceDescription = payload?.SourceDescription,
            DocumentId = payload?.DocumentId,
            ReferenceTime = payload?.CreatedAt,
            Metadata = payload?.Metadata,
            SequenceIndex = item.SequenceIndex,
            Uuid = item.ItemId,
            EpisodeUuid = item.EpisodeUuid,
            Status = item.Status,
            Error = item.Error is { } error ? new ErrorObject(error.Code, error.Message) : null,
        };
    }
}
