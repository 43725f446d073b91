using Orleans.Batch.Grains.Roles;

namespace Orleans.Batch.Grains.Recovery;

/// <summary>Runs on any silo, even one that has lost the database: it needs only memory.</summary>
[GrainType("orleans-batch.reach")]
internal sealed class ReachGrain(TimeProvider time) : Grain, IReachGrain
{
    // Less than a silo needs to detect that it has lost the database: its own report has expired by then.
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
