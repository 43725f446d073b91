using Orleans.Batch.Actors;
using Orleans.Batch.Batches;
using Orleans.Batch.Grains.Ingestion;
using Orleans.Batch.Grains.Roles;

namespace Orleans.Batch.Grains.Actors;

/// <summary>
/// Wakes actors wherever in the cluster they are. An actor that works in this very process is woken without a call. What
/// cannot be sent is dropped: the sweeps find the work.
/// </summary>
/// <param name="grains">The cluster.</param>
/// <param name="roles">Which roles there are: what cannot be placed is not sent.</param>
/// <param name="logger">Where it reports.</param>
/// <param name="here">The actors of this process; null where it is no silo.</param>
internal sealed partial class ClusterWakeups(
    IGrainFactory grains, RolePresence roles, ILogger<ClusterWakeups> logger, SiloActors? here = null) : IWakeups
{
    // Calls that nobody awaits fill queues as fast as a loop runs: now and then the queues have their turn.
    private const int AtOnce = 256;

    private int _failing;

    public async ValueTask WakeAsync(ReadOnlyMemory<ActorId> ids, CancellationToken cancellationToken)
    {
        var sent = 0;
        for (var i = 0; i < ids.Length; i++)
        {
            var id = ids.Span[i];
            if (here?.TryWake(id) == true || !roles.IsThere(id.Kind.Role()))
            {
                continue;
            }

            Send(() => grains.Grain(id).WakeAsync());
            if (++sent % AtOnce == 0)
            {
                await Task.Yield();
            }
        }
    }

    public async ValueTask WakeLanesAsync(IReadOnlyList<OpenLane> lanes, CancellationToken cancellationToken)
    {
        var large = new List<ActorId>();
        var small = new Dictionary<long, List<long>>();
        foreach (var lane in lanes)
        {
            var id = new ActorId(ActorKind.Graph, lane.GraphKey);
            if (!SmallLanes.IsSmall(lane.Items))
            {
                large.Add(id);
            }
            else if (here?.TryWake(id) != true)
            {
                Group(small, KeyShards.Of(lane.GraphKey)).Add(lane.GraphKey);
            }
        }

        if (roles.IsThere(SiloRoles.Batch))
        {
            foreach (var (shard, graphs) in small)
            {
                Send(() => grains.GetGrain<ISmallLanesGrain>(shard).WakeAsync([.. graphs]));
            }
        }

        await WakeAsync(large.ToArray(), cancellationToken);
    }

    private static List<long> Group(Dictionary<long, List<long>> groups, long shard)
    {
        if (!groups.TryGetValue(shard, out var group))
        {
            groups[shard] = group = [];
        }

        return group;
    }

    private void Send(Func<Task> call)
    {
        try
        {
            _ = call();
            if (Interlocked.Exchange(ref _failing, 0) == 1)
            {
                LogReached();
            }
        }
        catch (Exception e) when (e is OrleansException or ObjectDisposedException or InvalidOperationException)
        {
            if (Interlocked.Exchange(ref _failing, 1) == 0)
            {
                LogNotReached(e);
            }
        }
    }

    [LoggerMessage(3001, LogLevel.Warning, "Wake-ups cannot be sent into the cluster; work waits until its silos find it by themselves")]
    private partial void LogNotReached(Exception e);

    [LoggerMessage(3002, LogLevel.Information, "Wake-ups reach the cluster again")]
    private partial void LogReached();
}
