namespace Orleans.Batch.Client;

/// <summary>Live writes through the cluster.</summary>
internal sealed class GrainRealtimeClient(IClusterClient cluster) : IRealtimeClient
{
    private readonly IRealtimeServiceGrain _service = cluster.GetGrain<IRealtimeServiceGrain>(0);

    public ValueTask<Replayable<AcceptedEpisode>> AddEpisodeAsync(
        ProjectId project, NewEpisode episode, IdempotencyKey? key, CancellationToken cancellationToken) =>
        _service.AddEpisodeAsync(project, episode, key, cancellationToken);

    // Arrays, because not every list that a caller may have can cross.
    public ValueTask<Replayable<AcceptedMessages>> AddMessagesAsync(
        ProjectId project,
        string threadId,
        IReadOnlyList<NewMessage> messages,
        IReadOnlyList<RoleType> ignoreRoles,
        IdempotencyKey? key,
        CancellationToken cancellationToken) =>
        _service.AddMessagesAsync(project, threadId, messages.ToArray(), ignoreRoles.ToArray(), key, cancellationToken);

    public ValueTask<IngestTask> GetTaskAsync(ProjectId project, Guid taskId, CancellationToken cancellationToken) =>
        _service.GetTaskAsync(project, taskId, cancellationToken);
}
