using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Batch.Actors;
using Orleans.Batch.PostgreSql.Leases;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.Tests.Actors;

public sealed class InProcessActorHostTests : IAsyncLifetime
{
    private readonly TestDatabase _database = new();

    public Task InitializeAsync() => _database.InitializeAsync();

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Stop_BeforeItHasBegunToRun_GivesTheLeaseBack()
    {
        await using var lease = new HostLease(_database.Database, new IngestHost(), TimeProvider.System, NullLogger<HostLease>.Instance);
        using var early = new EarlyEnd(lease);
        using var host = new InProcessActorHost(
            () => [],
            [],
            early,
            Options.Create(new ActorHostOptions()),
            TimeProvider.System,
            new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance),
            NullLogger<InProcessActorHost>.Instance);

        await host.StartAsync(early.Token);
        (await HostsAsync()).ShouldBe(1);
        await host.StopAsync(default);

        (await HostsAsync()).ShouldBe(0);
    }

    private Task<long> HostsAsync() => _database.ScalarAsync<long>("SELECT count(*) FROM ingest_host");

    /// <summary>The end is asked for while the lease is taken.</summary>
    private sealed class EarlyEnd(HostLease lease) : IHostLease, IDisposable
    {
        private readonly CancellationTokenSource _end = new();

        public CancellationToken Token => _end.Token;

        public bool KeepsHouse => lease.KeepsHouse;

        public LeaseReach Reach => lease.Reach;

        public async Task AcquireAsync(CancellationToken cancellationToken)
        {
            await lease.AcquireAsync(default);
            await _end.CancelAsync();
        }

        public Task WaitUntilLostAsync(CancellationToken cancellationToken) => lease.WaitUntilLostAsync(cancellationToken);

        public Task ReleaseAsync(CancellationToken cancellationToken) => lease.ReleaseAsync(cancellationToken);

        public void Dispose() => _end.Dispose();
    }
}
