using Orleans.Batch.Work;

namespace Orleans.Batch.TestKit.Engines;

/// <summary>A lease that is always had, by whoever asks.</summary>
public sealed class NoLease : IHostLease
{
    public LeaseReach Reach => LeaseReach.Sure;

    public Task AcquireAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task WaitUntilLostAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    public Task ReleaseAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
