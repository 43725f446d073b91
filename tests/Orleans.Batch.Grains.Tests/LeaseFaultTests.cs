using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Batch.Grains.Recovery;
using Orleans.Batch.Work;

namespace Orleans.Batch.Grains.Tests;

/// <summary>A silo whose lease nobody renews any more does not go on.</summary>
public sealed class LeaseFaultTests
{
    [Fact]
    public async Task Keep_LeaseFails_EndsTheProcessAsFaulted()
    {
        using var lifetime = new Lifetime();
        var lease = new BreakingLease();
        using var keeper = new HostLeaseKeeper(lease, TimeProvider.System, lifetime, NullLogger<HostLeaseKeeper>.Instance);

        await keeper.StartAsync(CancellationToken.None);
        lease.Break();

        await lifetime.Stopped.WaitAsync(Eventually.Patience);
        keeper.Faulted.ShouldBeTrue();
        await keeper.StopAsync(CancellationToken.None);
        lease.Released.ShouldBeTrue();
    }

    private sealed class BreakingLease : IHostLease
    {
        private readonly TaskCompletionSource _broken = new();

        public bool Released { get; private set; }

        public int UncleanEnds => 0;

        public LeaseReach Reach => LeaseReach.Unsure;

        public void Break() => _broken.SetException(new InvalidOperationException("nobody foresaw this"));

        public Task AcquireAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task WaitUntilLostAsync(CancellationToken cancellationToken) => _broken.Task.WaitAsync(cancellationToken);

        public Task ReleaseAsync(CancellationToken cancellationToken)
        {
            Released = true;
            return Task.CompletedTask;
        }
    }

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly TaskCompletionSource _stopped = new();
        private readonly CancellationTokenSource _never = new();

        public Task Stopped => _stopped.Task;

        public CancellationToken ApplicationStarted => _never.Token;

        public CancellationToken ApplicationStopping => _never.Token;

        public CancellationToken ApplicationStopped => _never.Token;

        public void StopApplication() => _stopped.TrySetResult();

        public void Dispose() => _never.Dispose();
    }
}
