using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Batch.Cluster;
using Orleans.Batch.Grains.Recovery;
using Orleans.Batch.Grains.Settings;

namespace Orleans.Batch.Grains.Tests;

/// <summary>A silo whose guard has failed ends.</summary>
public sealed class GuardFaultTests
{
    [Fact]
    public async Task Keep_GuardFails_EndsTheProcess()
    {
        using var lifetime = new Lifetime();
        var guard = new BreakingGuard();
        using var service = new DatabaseGuardService(
            guard,
            new LocalSilo(),
            ClusterSettings.Read(new ConfigurationManager()),
            TimeProvider.System,
            lifetime,
            NullLogger<DatabaseGuardService>.Instance);

        await service.StartAsync(CancellationToken.None);
        guard.Break();

        await lifetime.Stopped.WaitAsync(Eventually.MaxWait);
        guard.Acquired.ShouldBe("127.0.0.1:7@5");
        service.Refusal.ShouldBeNull("it was no other server");
        await service.StopAsync(CancellationToken.None);
        guard.Released.ShouldBeTrue();
    }

    private sealed class LocalSilo : ILocalSiloDetails
    {
        public string Name => "silo";

        public string ClusterId => "cluster";

        public string DnsHostName => "host";

        public SiloAddress SiloAddress { get; } = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 7), 5);

        public SiloAddress GatewayAddress => SiloAddress;
    }

    private sealed class BreakingGuard : IDatabaseGuard
    {
        private readonly TaskCompletionSource _broken = new();

        public string? Acquired { get; private set; }

        public bool Released { get; private set; }

        public DatabaseReach Reach => DatabaseReach.Unsure;

        public void Break() => _broken.SetException(new InvalidOperationException("an unexpected error"));

        public Task AcquireAsync(string silo, CancellationToken cancellationToken)
        {
            Acquired = silo;
            return Task.CompletedTask;
        }

        public Task WaitUntilLostAsync(CancellationToken cancellationToken) => _broken.Task.WaitAsync(cancellationToken);

        public Task AdoptAsync(IReadOnlyCollection<string> dead, IReadOnlyCollection<string> members, CancellationToken cancellationToken) => Task.CompletedTask;

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
