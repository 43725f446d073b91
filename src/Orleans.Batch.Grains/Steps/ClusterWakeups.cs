using Orleans.Batch.Grains.Addressing;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Work;

namespace Orleans.Batch.Grains.Steps;

/// <summary>
/// Wakes grains anywhere in the cluster. A grain whose steps run in this process is woken without a call. A wake-up that cannot be
/// sent is dropped: the sweeps find the work.
/// </summary>
/// <param name="grains">The cluster.</param>
/// <param name="roles">The available roles: a wake-up that cannot be placed is not sent.</param>
/// <param name="logger">The logger.</param>
/// <param name="running">The steps that run in this process; none if it is not a silo.</param>
internal sealed partial class ClusterWakeups(
    IGrainFactory grains, RolePresence roles, RunningWork running, ILogger<ClusterWakeups> logger) : IWakeups
{
    // Calls that are not awaited fill queues as fast as a loop runs: the loop yields at intervals so that the queues drain.
    private const int AtOnce = 256;

    private int _failing;

    public async ValueTask WakeAsync(ReadOnlyMemory<WorkKey> keys, CancellationToken cancellationToken)
    {
        var sent = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            var key = keys.Span[i];
            if (running.TryWake(key) || !roles.IsThere(key.Kind.Role()))
            {
                continue;
            }

            Send(key, static (grains, key) => grains.Grain(key).WakeAsync());
            if (++sent % AtOnce == 0)
            {
                await Task.Yield();
            }
        }
    }

    public async ValueTask WakeLanesAsync(IReadOnlyList<OpenLane> lanes, CancellationToken cancellationToken)
    {
        var large = new List<WorkKey>();
        var small = new Dictionary<long, List<long>>();
        foreach (var lane in lanes)
        {
            var key = new WorkKey(WorkKind.Graph, lane.GraphKey);
            if (!SmallLanes.IsSmall(lane.Items))
            {
                large.Add(key);
            }
            else if (!running.TryWake(key))
            {
                Group(small, GraphShards.GetShard(lane.GraphKey)).Add(lane.GraphKey);
            }
        }

        if (roles.IsThere(SiloRoles.Batch))
        {
            foreach (var (shard, graphs) in small)
            {
                Send(
                    (Shard: shard, Graphs: graphs.ToArray()),
                    static (grains, group) => grains.GetGrain<ISmallLanesGrain>(group.Shard).WakeAsync(group.Graphs));
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

    private void Send<T>(T whom, Func<IGrainFactory, T, Task> call)
    {
        try
        {
            _ = call(grains, whom);
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
