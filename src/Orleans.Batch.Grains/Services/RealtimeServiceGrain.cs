using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Services;

/// <summary>The engine's live writes, for .NET services.</summary>
[GrainType("orleans-batch.realtime-service")]
[SiloRole(SiloRoles.Batch)]
[StatelessWorker]
[Reentrant]
internal sealed class RealtimeServiceGrain(IRealtimeClient realtime) : Grain, IRealtimeServiceGrain
{
    public ValueTask<IdempotentResult<AcceptedEpisode>> AddEpisodeAsync(
        ProjectId project, NewEpisode episode, IdempotencyKey? key, CancellationToken cancellationToken) =>
        realtime.AddEpisodeAsync(project, episode, key, cancellationToken);

    public ValueTask<IdempotentResult<AcceptedMessages>> AddMessagesAsync(
        ProjectId project,
        string threadId,
        IReadOnlyList<NewMessage> messages,
        IReadOnlyList<RoleType> ignoreRoles,
        IdempotencyKey? key,
        CancellationToken cancellationToken) =>
        realtime
            .AddMessagesAsync(project, threadId, messages, ignoreRoles, key, cancellationToken);

    public ValueTask<IngestTask> GetTaskAsync(ProjectId project, Guid taskId, CancellationToken cancellationToken) =>
        realtime.GetTaskAsync(project, taskId, cancellationToken);
}
