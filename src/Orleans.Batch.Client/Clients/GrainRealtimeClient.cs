namespace Orleans.Batch.Client;

/// <summary>Live writes through the cluster.</summary>
internal sealed class GrainRealtimeClient(IClusterClient cluster) : IRealtimeClient
{
    private readonly IRealtimeServiceGrain _service = cluster.GetGrain<IRealtimeServiceGrain>(0);

    public ValueTask<AcceptedEpisode> AddEpisodeAsync(
        ProjectId project, NewEpisode episode, CancellationToken cancellationToken) =>
        _service.AddEpisodeAsync(project, episode, cancellationToken);

    // Arrays, because not every list that a caller may have can cross.
    public ValueTask<AcceptedMessages> AddMessagesAsync(
        ProjectId project,
        string threadId,
        IReadOnlyList<NewMessage> messages,
        IReadOnlyList<RoleType> ignoreRoles,
        CancellationToken cancellationToken) =>
        _service.AddMessagesAsync(project, threadId, messages.ToArray(), ignoreRoles.ToArray(), cancellationToken);

    public ValueTask<IngestTask> GetTaskAsync(ProjectId project, Guid taskId, CancellationToken cancellationToken) =>
        _service.GetTaskAsync(project, taskId, cancellationToken);
}
