namespace Orleans.Batch;

/// <summary>
/// Adds to graphs at once, beside running batches. All calls are confined to <see cref="ProjectId"/>;
/// refusals are <see cref="BatchServiceException"/>. When a call returns, its data is durable and is ingested
/// into its graph; the task reports when that is done.
/// </summary>
public interface IRealtimeClient
{
    /// <summary>Adds an episode.</summary>
    /// <param name="project">The caller's project.</param>
    /// <param name="episode">The episode.</param>
    /// <param name="key">The idempotency key: repeats get the first answer. Null: each call adds.</param>
    /// <param name="cancellationToken">Gives up waiting; whether it was accepted is then unknown.</param>
    /// <returns>The episode, not yet part of its graph, and its task.</returns>
    ValueTask<IdempotentResult<AcceptedEpisode>> AddEpisodeAsync(
        ProjectId project, NewEpisode episode, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <summary>Adds messages to a thread, in order: all of them or none.</summary>
    /// <param name="project">The caller's project.</param>
    /// <param name="threadId">The thread; its user's graph gets the messages.</param>
    /// <param name="messages">1 to 30 messages.</param>
    /// <param name="ignoreRoles">Messages in these roles are stored and kept as context, not extracted.</param>
    /// <param name="key">The idempotency key: repeats get the first answer. Null: each call adds.</param>
    /// <param name="cancellationToken">Gives up waiting; whether they were accepted is then unknown.</param>
    ValueTask<IdempotentResult<AcceptedMessages>> AddMessagesAsync(
        ProjectId project,
        string threadId,
        IReadOnlyList<NewMessage> messages,
        IReadOnlyList<RoleType> ignoreRoles,
        IdempotencyKey? key,
        CancellationToken cancellationToken);

    /// <summary>The status of a task.</summary>
    ValueTask<IngestTask> GetTaskAsync(ProjectId project, Guid taskId, CancellationToken cancellationToken);
}

/// <summary>An episode that was accepted.</summary>
/// <param name="Episode">The episode; <see cref="Episode.Processed"/> is false.</param>
/// <param name="TaskId">Its task.</param>
[GenerateSerializer]
[Alias("orleans-batch.accepted-episode.v1")]
[Immutable]
public sealed record AcceptedEpisode([property: Id(0)] Episode Episode, [property: Id(1)] Guid TaskId);

/// <summary>Messages that were accepted.</summary>
/// <param name="MessageUuids">Their identities, in the order sent.</param>
/// <param name="TaskId">Their task.</param>
[GenerateSerializer]
[Alias("orleans-batch.accepted-messages.v1")]
[Immutable]
public sealed record AcceptedMessages([property: Id(0)] IReadOnlyList<Guid> MessageUuids, [property: Id(1)] Guid TaskId);
