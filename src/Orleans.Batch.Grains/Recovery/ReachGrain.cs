using Orleans.Batch.Grains.Roles;

namespace Orleans.Batch.Grains.Recovery;

/// <summary>On any silo, one that has lost the database too: all it needs is memory.</summary>
[GrainType("orleans-batch.reach")]
internal sealed class ReachGrain(TimeProvider time) : Grain, IReachGrain
{
    // Less than it takes a silo to find that it has lost the database: what it said itself counts no more by then.
    private static readonly TimeSpan Fresh = 3 * DatabaseReachMonitor.Interval;

    private readonly Dictionary<SiloRoles, long> _told = [];

    public Task HasItAsync(SiloRoles roles)
    {
        _told[roles] = time.GetTimestamp();
        return Task.CompletedTask;
    }

    public ValueTask<bool> IsHadAsync(SiloRoles roles) => ValueTask.FromResult(
        _told.Any(t => (t.Key & roles) != SiloRoles.None && time.GetElapsedTime(t.Value) < Fresh));
}
