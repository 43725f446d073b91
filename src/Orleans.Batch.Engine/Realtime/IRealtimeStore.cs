namespace Orleans.Batch.Realtime;

/// <summary>The database's real-time data.</summary>
public interface IRealtimeStore
{
    /// <summary>
    /// Makes a call's episodes durable, and their task, in one transaction. A repeat with the same ids changes nothing
    /// and answers the same, so that it may follow a lost answer. A call under a key that an earlier one had changes
    /// nothing either, and learns the earlier one's ids.
    /// </summary>
    /// <returns>Null when there is no such destination.</returns>
    /// <exception cref="TransientStoreException">Whether it was accepted is unknown: repeat it.</exception>
    ValueTask<AcceptedCall?> AcceptAsync(
        ProjectId project, RealtimeCall call, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <summary>A task of real time; null when there is none of that id.</summary>
    ValueTask<IngestTask?> FindTaskAsync(ProjectId project, Guid taskId, CancellationToken cancellationToken);
}

/// <summary>A call to be accepted; every id is created beforehand.</summary>
/// <param name="TaskId">Its task.</param>
/// <param name="Type">What kind of call it is.</param>
/// <param name="Target">The graph it is for; for messages, neither id is set.</param>
/// <param name="ThreadId">The thread, of messages.</param>
/// <param name="Episodes">Its episodes, in order.</param>
public sealed record RealtimeCall(
    Guid TaskId, IngestTaskType Type, GraphTarget Target, string? ThreadId, IReadOnlyList<RealtimeEpisode> Episodes);

/// <summary>One episode of a call.</summary>
/// <param name="Uuid">Its identity.</param>
/// <param name="DataType">How the payload is to be read.</param>
/// <param name="Content">The payload.</param>
/// <param name="ReferenceTime">The caller's date; null: the time of acceptance.</param>
/// <param name="Metadata">The caller's data.</param>
public sealed record RealtimeEpisode(
    Guid Uuid, DataType DataType, string Content, DateTimeOffset? ReferenceTime, JsonText? Metadata)
{
    /// <summary>The speaker's role, for a message.</summary>
    public RoleType? Role { get; init; }

    /// <summary>The speaker's name, for a message.</summary>
    public string? Speaker { get; init; }

    /// <summary>Where the data comes from.</summary>
    public string? SourceDescription { get; init; }

    /// <summary>The document it is a chunk of.</summary>
    public string? DocumentId { get; init; }

    /// <summary>Whether it is to be stored and not extracted.</summary>
    public bool Ignored { get; init; }
}

/// <summary>The acceptance of a call.</summary>
/// <param name="GraphKey">The graph with new work.</param>
/// <param name="AcceptedAt">The time of acceptance; the reference time of episodes that have none.</param>
public sealed record AcceptedCall(long GraphKey, DateTimeOffset AcceptedAt)
{
    /// <summary>The call that was accepted under the same key before; null: this one was.</summary>
    public EarlierCall? Earlier { get; init; }
}

/// <summary>The ids of a call that was accepted before.</summary>
/// <param name="TaskId">Its task.</param>
/// <param name="EpisodeUuids">Its episodes, in order.</param>
public sealed record EarlierCall(Guid TaskId, IReadOnlyList<Guid> EpisodeUuids);
