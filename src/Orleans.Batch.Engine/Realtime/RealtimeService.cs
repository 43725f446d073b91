using Orleans.Batch.Batches;
using Orleans.Batch.Ingestion;
using Orleans.Batch.Work;

namespace Orleans.Batch.Realtime;

/// <summary>The real-time calls: validates input, makes it durable, and wakes the graph's ingestor.</summary>
public sealed class RealtimeService(
    IRealtimeStore store, IBatchReader batches, IWakeups wakeups, CommitThrottle throttle, DatabaseRetryPolicy retries) : IRealtimeClient
{
    /// <inheritdoc/>
    public async ValueTask<IdempotentResult<AcceptedEpisode>> AddEpisodeAsync(
        ProjectId project, NewEpisode episode, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        RealtimeRules.Check(episode);
        var added = new RealtimeEpisode(
            Guid.CreateVersion7(), episode.DataType, episode.Content, episode.CreatedAt, episode.Metadata)
        {
            SourceDescription = episode.SourceDescription,
            DocumentId = episode.DocumentId,
        };
        var call = new RealtimeCall(Guid.CreateVersion7(), IngestTaskType.AddEpisode, episode.Target, null, [added]);
        var accepted = await AcceptAsync(project, call, key, cancellationToken);
        var answer = new AcceptedEpisode(
            new Episode
            {
                Uuid = accepted.Earlier?.EpisodeUuids[0] ?? added.Uuid,
                Content = episode.Content,
                CreatedAt = episode.CreatedAt ?? accepted.AcceptedAt,
                Processed = false,
                Source = (EpisodeSource)episode.DataType,
                SourceDescription = episode.SourceDescription,
                Metadata = episode.Metadata,
                DocumentId = episode.DocumentId,
            },
            accepted.Earlier?.TaskId ?? call.TaskId);
        return new IdempotentResult<AcceptedEpisode>(answer, Replayed: accepted.Earlier is not null);
    }

    /// <inheritdoc/>
    public async ValueTask<IdempotentResult<AcceptedMessages>> AddMessagesAsync(
        ProjectId project,
        string threadId,
        IReadOnlyList<NewMessage> messages,
        IReadOnlyList<RoleType> ignoreRoles,
        IdempotencyKey? key,
        CancellationToken cancellationToken)
    {
        RealtimeRules.Check(threadId, messages);
        var episodes = messages
            .Select(m => new RealtimeEpisode(Guid.CreateVersion7(), DataType.Message, m.Content, m.CreatedAt, m.Metadata)
            {
                Role = m.Role,
                Speaker = m.Name,
                Ignored = ignoreRoles.Contains(m.Role),
            })
            .ToList();
        var call = new RealtimeCall(Guid.CreateVersion7(), IngestTaskType.AddMessages, default, threadId, episodes);
        var earlier = (await AcceptAsync(project, call, key, cancellationToken)).Earlier;
        return new IdempotentResult<AcceptedMessages>(
            new AcceptedMessages(earlier?.EpisodeUuids ?? episodes.ConvertAll(e => e.Uuid), earlier?.TaskId ?? call.TaskId),
            Replayed: earlier is not null);
    }

    /// <inheritdoc/>
    public ValueTask<IngestTask> GetTaskAsync(ProjectId project, Guid taskId, CancellationToken cancellationToken) =>
        ServiceGuard.FindAsync(
            "task",
            taskId.ToString(),
            async () => await store.FindTaskAsync(project, taskId, cancellationToken)
                ?? await BatchTask.FindAsync(batches, project, taskId, cancellationToken));

    private async ValueTask<AcceptedCall> AcceptAsync(
        ProjectId project, RealtimeCall call, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        throttle.NoteRealtime();
        var accepted = await ServiceGuard.RunAsync(
            () => retries.RunAsync(cancel => store.AcceptAsync(project, call, key, cancel), cancellationToken))
            ?? throw NoDestination(call);
        await wakeups.WakeAsync(new[] { new WorkKey(WorkKind.Realtime, accepted.GraphKey) }, CancellationToken.None);
        return accepted;
    }

    private static BatchServiceException NoDestination(RealtimeCall call) =>
        call.ThreadId is { } thread ? BatchServiceException.NotFound("thread", thread)
        : call.Target.GraphId is { } graph ? BatchServiceException.NotFound("graph", graph)
        : BatchServiceException.NotFound("user", call.Target.UserId!);
}
