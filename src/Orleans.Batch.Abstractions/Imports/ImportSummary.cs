namespace Orleans.Batch;

/// <summary>An import: batches that one load consists of, with one name and one progress.</summary>
[GenerateSerializer]
[Alias("orleans-batch.import-summary.v1")]
[Immutable]
public sealed record ImportSummary
{
    /// <summary>Its identity.</summary>
    [Id(0)]
    public required Guid ImportId { get; init; }

    /// <summary>The caller's name for it.</summary>
    [Id(1)]
    public required string Name { get; init; }

    /// <summary>What it is loaded from, such as a file's checksum; null where the caller gave nothing.</summary>
    [Id(2)]
    public string? Source { get; init; }

    /// <summary>The caller's labels.</summary>
    [Id(3)]
    public JsonText? Metadata { get; init; }

    /// <summary>How many items the caller is going to send; null when unknown.</summary>
    [Id(4)]
    public long? ExpectedItems { get; init; }

    /// <summary>Its status.</summary>
    [Id(5)]
    public required ImportStatus Status { get; init; }

    /// <summary>When it was created.</summary>
    [Id(6)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a call last changed the import itself. The progress of its batches does not.</summary>
    [Id(7)]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Since when no more batches can be added; null while they can.</summary>
    [Id(8)]
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Since when it is paused; null when it is not. Being paused is not a status.</summary>
    [Id(9)]
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>When cancellation was requested; null when it was not.</summary>
    [Id(10)]
    public DateTimeOffset? CancelRequestedAt { get; init; }

    /// <summary>When the first of its batches was processed; null when none was.</summary>
    [Id(11)]
    public DateTimeOffset? ProcessedAt { get; init; }

    /// <summary>When it ended: the later of its closing and the end of its last batch. Null before, and again while items are retried.</summary>
    [Id(12)]
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Its batches by status.</summary>
    [Id(13)]
    public required ImportParts Parts { get; init; }

    /// <summary>The counts of all its items.</summary>
    [Id(14)]
    public required ImportProgress Progress { get; init; }

    /// <summary>What extraction by models has taken; null where no model extracts.</summary>
    [Id(15)]
    public ImportModelRun? ModelRun { get; init; }

    /// <summary>Items that ended per second, over the last minute. Null when nothing ends, or while paused.</summary>
    [Id(16)]
    public double? ItemsPerSecond { get; init; }

    /// <summary>
    /// Estimated seconds to the end at this rate. Null without a rate, and while a model extracts items, whose pace it does not tell.
    /// </summary>
    [Id(17)]
    public double? EtaSeconds { get; init; }

    /// <summary>The moment of the estimated end; null where there is no estimate.</summary>
    [Id(18)]
    public DateTimeOffset? EstimatedCompletion { get; init; }

    /// <summary>How far it is undone; null unless that was requested.</summary>
    [Id(19)]
    public ImportUndo? Undo { get; init; }

    /// <summary>Hours of each day in which nothing of it is processed; null for none.</summary>
    [Id(20)]
    public QuietHours? QuietHours { get; init; }

    /// <summary>When it goes on by itself, while it is paused for its quiet hours; null when it is not.</summary>
    [Id(21)]
    public DateTimeOffset? QuietUntil { get; init; }
}
