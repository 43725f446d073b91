namespace Orleans.Batch;

/// <summary>A conversation of a user.</summary>
[GenerateSerializer]
[Alias("orleans-batch.memory-thread.v1")]
[Immutable]
public sealed record MemoryThread
{
    /// <summary>The caller's id; unique in the project.</summary>
    [Id(0)]
    public required string ThreadId { get; init; }

    /// <summary>Its identity.</summary>
    [Id(1)]
    public required Guid Uuid { get; init; }

    /// <summary>The user it belongs to.</summary>
    [Id(2)]
    public required string UserId { get; init; }

    /// <summary>That user's identity.</summary>
    [Id(3)]
    public required Guid UserUuid { get; init; }

    /// <summary>Identity of its project.</summary>
    [Id(4)]
    public required Guid ProjectUuid { get; init; }

    /// <summary>When it was created.</summary>
    [Id(5)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Identity of the user's graph.</summary>
    [Id(6)]
    public required Guid GraphUuid { get; init; }
}

/// <summary>Which messages of a thread to read.</summary>
/// <param name="Limit">How many at most; 1 to 1,000.</param>
/// <param name="Cursor">How many of the oldest to skip.</param>
/// <param name="Last">The number of most recent messages, oldest of them first; overrides the other two.</param>
[GenerateSerializer]
[Alias("orleans-batch.message-query.v1")]
[Immutable]
public sealed record MessageQuery(
    [property: Id(0)] int Limit = Limits.DefaultPerPage,
    [property: Id(1)] long Cursor = 0,
    [property: Id(2)] int? Last = null);

/// <summary>Messages of a thread, oldest first.</summary>
/// <param name="Thread">The thread.</param>
/// <param name="Messages">The messages requested.</param>
/// <param name="TotalCount">How many the thread has.</param>
[GenerateSerializer]
[Alias("orleans-batch.thread-messages.v1")]
[Immutable]
public sealed record ThreadMessages(
    [property: Id(0)] MemoryThread Thread,
    [property: Id(1)] IReadOnlyList<Episode> Messages,
    [property: Id(2)] long TotalCount);
