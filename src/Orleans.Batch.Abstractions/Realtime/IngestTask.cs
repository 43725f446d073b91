namespace Orleans.Batch;

/// <summary>What a call began, and where it stands.</summary>
[GenerateSerializer]
[Alias("orleans-batch.ingest-task.v1")]
[Immutable]
public sealed record IngestTask
{
    /// <summary>Its identity; of a batch's task, the batch's.</summary>
    [Id(0)]
    public required Guid TaskId { get; init; }

    /// <summary>What kind of call began it.</summary>
    [Id(1)]
    public required IngestTaskType Type { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2)]
    public required IngestTaskStatus Status { get; init; }

    /// <summary>How many episodes it is about.</summary>
    [Id(3)]
    public required int Items { get; init; }

    /// <summary>How many of them have ended, well or not.</summary>
    [Id(4)]
    public required int ItemsEnded { get; init; }

    /// <summary>Why it failed: the error of the first episode that did.</summary>
    [Id(5)]
    public ItemError? Error { get; init; }

    /// <summary>When it was accepted.</summary>
    [Id(6)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When work on it began; null where that is not known before its end.</summary>
    [Id(7)]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    [Id(8)]
    public DateTimeOffset? CompletedAt { get; init; }
}

/// <summary>What kind of call began a task. The numbers are stored; they never change.</summary>
[GenerateSerializer]
[Alias("orleans-batch.ingest-task-type.v1")]
public enum IngestTaskType : short
{
    /// <summary>An episode for a graph.</summary>
    AddEpisode = 0,

    /// <summary>Messages of a thread.</summary>
    AddMessages = 1,

    /// <summary>A batch.</summary>
    Batch = 2,
}

/// <summary>Where a task stands.</summary>
[GenerateSerializer]
[Alias("orleans-batch.ingest-task-status.v1")]
public enum IngestTaskStatus
{
    /// <summary>Accepted; nothing of it is in its graph yet.</summary>
    Pending,

    /// <summary>Some of it is in its graph.</summary>
    Processing,

    /// <summary>All of it is in its graph. Terminal.</summary>
    Succeeded,

    /// <summary>Something of it is not, and will not be. Terminal.</summary>
    Failed,
}
