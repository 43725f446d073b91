namespace Orleans.Batch;

/// <summary>The task of a call, with its status.</summary>
[GenerateSerializer]
[Alias("orleans-batch.ingest-task.v1")]
[Immutable]
public sealed record IngestTask
{
    /// <summary>Its identity; for a batch's task, the batch's.</summary>
    [Id(0)]
    public required Guid TaskId { get; init; }

    /// <summary>What kind of call began it.</summary>
    [Id(1)]
    public required IngestTaskType Type { get; init; }

    /// <summary>Its status.</summary>
    [Id(2)]
    public required IngestTaskStatus Status { get; init; }

    /// <summary>How many episodes it is about.</summary>
    [Id(3)]
    public required int Items { get; init; }

    /// <summary>How many of them have ended, with or without success.</summary>
    [Id(4)]
    public required int ItemsEnded { get; init; }

    /// <summary>Why it failed: the error of the first failed episode.</summary>
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

    /// <summary>
    /// What the call wrote, where it made no items: <c>edge_uuid</c> of a fact, <c>node_uuids</c> of nodes. A JSON object, or null.
    /// </summary>
    [Id(9)]
    public JsonText? Params { get; init; }
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

    /// <summary>The deletion of a user.</summary>
    DeleteUser = 3,

    /// <summary>The deletion of a thread.</summary>
    DeleteThread = 4,

    /// <summary>The deletion of a standalone graph.</summary>
    DeleteGraph = 5,

    /// <summary>The deletion of an episode.</summary>
    DeleteEpisode = 6,

    /// <summary>The deletion of a node.</summary>
    DeleteNode = 7,

    /// <summary>The deletion of an edge.</summary>
    DeleteEdge = 8,

    /// <summary>A fact that a caller wrote.</summary>
    AddFactTriple = 9,

    /// <summary>Nodes that a caller wrote.</summary>
    AddNodes = 10,

    /// <summary>The copy of a graph; it has no episodes of its own.</summary>
    CloneGraph = 11,

    /// <summary>Preparing a graph for reading.</summary>
    WarmGraph = 12,

    /// <summary>The summary of a thread.</summary>
    SummarizeThread = 13,
}

/// <summary>The status of a task.</summary>
[GenerateSerializer]
[Alias("orleans-batch.ingest-task-status.v1")]
public enum IngestTaskStatus
{
    /// <summary>Accepted; no episode is in its graph yet.</summary>
    Pending,

    /// <summary>Some episodes are in their graph.</summary>
    Processing,

    /// <summary>All episodes are in their graph. Terminal.</summary>
    Succeeded,

    /// <summary>At least one episode failed and will not be in its graph. Terminal.</summary>
    Failed,

    /// <summary>Of a batch: some items are in their graphs, and at least one failed. Terminal.</summary>
    Partial,
}
