namespace Orleans.Batch;

/// <summary>A conversation of a user.</summary>
public sealed record MemoryThread
{
    /// <summary>The caller's id; unique in the project.</summary>
    public required string ThreadId { get; init; }

    /// <summary>Its identity.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>The user it belongs to.</summary>
    public required string UserId { get; init; }

    /// <summary>That user's identity.</summary>
    public required Guid UserUuid { get; init; }

    /// <summary>Identity of its project.</summary>
    public required Guid ProjectUuid { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Which messages of a thread to read.</summary>
/// <param name="Limit">How many at most; 1 to 1,000.</param>
/// <param name="Cursor">How many of the oldest to pass over.</param>
/// <param name="Last">The most recent so many, oldest of them first; overrides the other two.</param>
public sealed record MessageQuery(int Limit = 50, long Cursor = 0, int? Last = null);

/// <summary>Messages of a thread, oldest first.</summary>
/// <param name="Thread">The thread.</param>
/// <param name="Messages">The messages asked for.</param>
/// <param name="TotalCount">How many the thread has.</param>
public sealed record ThreadMessages(MemoryThread Thread, IReadOnlyList<Episode> Messages, long TotalCount);
