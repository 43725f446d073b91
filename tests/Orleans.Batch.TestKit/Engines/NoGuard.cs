using Orleans.Batch.Cluster;

namespace Orleans.Batch.TestKit.Engines;

/// <summary>A guard that lets every process have the database.</summary>
public sealed class NoGuard : IDatabaseGuard
{
    public DatabaseReach Reach => DatabaseReach.Sure;

    public Task AcquireAsync(string silo, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task WaitUntilLostAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    public Task AdoptAsync(IReadOnlyCollection<string> dead, IReadOnlyCollection<string> members, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ReleaseAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
