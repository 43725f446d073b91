using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Services;

/// <summary>The engine's live writes, for .NET services.</summary>
[GrainType("orleans-batch.realtime-service")]
[SiloRole(SiloRoles.Batch)]
[StatelessWorker]
[Reentrant]
internal sealed class RealtimeServiceGrain(IRealtimeClient realtime, CallerProof proof) : Grain, IRealtimeServiceGrain
{
    public async ValueTask<Replayable<AcceptedEpisode>> AddEpisodeAsync(
        ProjectId project, NewEpisode episode, IdempotencyKey? key, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).AddEpisodeAsync(project, episode, key, cancellationToken);

    public async ValueTask<Replayable<AcceptedMessages>> AddMessagesAsync(
        ProjectId project,
        string threadId,
        IReadOnlyList<NewMessage> messages,
        IReadOnlyList<RoleType> ignoreRoles,
        IdempotencyKey? key,
        CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken))
            .AddMessagesAsync(project, threadId, messages, ignoreRoles, key, cancellationToken);

    public async ValueTask<IngestTask> GetTaskAsync(ProjectId project, Guid taskId, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).GetTaskAsync(project, taskId, cancellationToken);

    private async ValueTask<IRealtimeClient> OfAsync(ProjectId project, CancellationToken cancellationToken)
    {
        await proof.RequireAsync(project, cancellationToken);
        return realtime;
    }
}
