using Orleans.Batch.Actors;
using Orleans.Batch.Batches;
using Orleans.Batch.Ingestion;

namespace Orleans.Batch.Realtime;

/// <summary>The real-time calls: checks what callers send, makes it durable, and wakes the graph's ingestor.</summary>
public sealed class RealtimeService(
    IRealtimeStore store, IBatchStore batches, IWakeups wakeups, BatchPace pace, RestartPatience patience) : IRealtimeClient
{
    /// <inheritdoc/>
    public async ValueTask<AcceptedEpisode> AddEpisodeAsync(
        ProjectId project, NewEpisode episode, CancellationToken cancellationToken)
    {
        RealtimeRules.Check(episode);
        var accepted = new RealtimeEpisode(
            Guid.CreateVersion7(), episode.DataType, episode.Content, episode.CreatedAt, episode.Metadata)
        {
            SourceDescription = episode.SourceDescription,
            DocumentId = episode.DocumentId,
        };
        var call = new RealtimeCall(Guid.CreateVersion7(), IngestTaskType.AddEpisode, episode.Target, null, [accepted]);
        var at = await AcceptAsync(project, call, cancellationToken);
        return new AcceptedEpisode(
            new Episode
            {
                Uuid = accepted.Uuid,
                Content = episode.Content,
                CreatedAt = episode.CreatedAt ?? at,
                Processed = false,
                Source = episode.DataType,
                SourceDescription = episode.SourceDescription,
                Metadata = episode.Metadata,
                DocumentId = episode.DocumentId,
            },
            call.TaskId);
    }

    /// <inheritdoc/>
    public async ValueTask<AcceptedMessages> AddMessagesAsync(
        ProjectId project,
        string threadId,
        IReadOnlyList<NewMessage> messages,
        IReadOnlyList<RoleType> ignoreRoles,
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
        await AcceptAsync(project, call, cancellationToken);
        return new AcceptedMessages(episodes.ConvertAll(e => e.Uuid), call.TaskId);
    }

    /// <inheritdoc/>
    public ValueTask<IngestTask> GetTaskAsync(ProjectId project, Guid taskId, CancellationToken cancellationToken) =>
        ServiceGuard.FindAsync(
            "task",
            taskId.ToString(),
            async () => await store.FindTaskAsync(project, taskId, cancellationToken)
                ?? await BatchTask.FindAsync(batches, project, taskId, cancellationToken));

    private async ValueTask<DateTimeOffset> AcceptAsync(
        ProjectId project, RealtimeCall call, CancellationToken cancellationToken)
    {
        pace.NoteRealtime();
        var accepted = await ServiceGuard.RunAsync(
            () => patience.RunAsync(cancel => store.AcceptAsync(project, call, cancel), cancellationToken))
            ?? throw NoDestination(call);
        await wakeups.WakeAsync(new[] { new ActorId(ActorKind.Realtime, accepted.GraphKey) }, CancellationToken.None);
        return accepted.AcceptedAt;
    }

    private static BatchServiceException NoDestination(RealtimeCall call) =>
        call.ThreadId is { } thread ? BatchServiceException.NotFound("thread", thread)
        : call.Target.GraphId is { } graph ? BatchServiceException.NotFound("graph", graph)
        : BatchServiceException.NotFound("user", call.Target.UserId!);
}
