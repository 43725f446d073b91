using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Batch.Grains.Steps;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql;
using Orleans.Batch.PostgreSql.Ingestion;
using Orleans.Batch.PostgreSql.Leases;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.PostgreSql;
using Orleans.Batch.Work;

namespace Orleans.Batch.Engine.Tests.Cluster;

/// <summary>A silo that dies of items with a mark: from then on nothing of it reaches the database.</summary>
internal sealed class MortalSilo : IAsyncDisposable
{
    /// <summary>Of the data of an item that kills.</summary>
    public const string Mark = "\"kills\":true";

    private readonly CancellationTokenSource _death = new();
    private RunningEngine? _engine;

    public bool Died => _death.IsCancellationRequested;

    public RunningEngine Engine => _engine ?? throw new InvalidOperationException("it has not started");

    public static async Task<MortalSilo> StartAsync(TestDatabase database)
    {
        var silo = new MortalSilo();
        silo._engine = await RunningEngine.StartAsync(database, silo.Build);
        return silo;
    }

    /// <summary>Removes what is left of it.</summary>
    public async Task BuryAsync()
    {
        await Engine.KillAsync();
        _death.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        _death.Dispose();
    }

    private void Build(IServiceCollection services)
    {
        services.AddBatchCluster("mortal");
        services.PostConfigure<TestSweepOptions>(o => o.Interval = TimeSpan.FromMilliseconds(20));
        services.PostConfigure<StepOptions>(o => o.StopTimeout = TimeSpan.Zero);
        services.AddSingleton<GroupCommitWriter>();
        services.Replace(ServiceDescriptor.Singleton<ILaneWriter>(
            s => new MortalWriter(s.GetRequiredService<GroupCommitWriter>(), _death)));
        services.Replace(ServiceDescriptor.Singleton<IHostLease>(s => new MortalLease(
            new HostLease(
                s.GetRequiredService<Database>(),
                s.GetRequiredService<IngestHost>(),
                new FastTime(times: 25),
                NullLogger<HostLease>.Instance,
                s.GetRequiredService<ClusterName>()),
            _death.Token)));
    }

    private sealed class MortalWriter(GroupCommitWriter writer, CancellationTokenSource death) : ILaneWriter
    {
        public async ValueTask<CommitOutcome> CommitAsync(ProcessedChunk chunk, CancellationToken cancellationToken)
        {
            if (chunk.Results.Any(r => r.Status == ItemStatus.Succeeded && r.Item.Content?.Contains(Mark) == true))
            {
                await death.CancelAsync();
            }

            if (death.IsCancellationRequested)
            {
                // Nor when the silo stops: an item that ends makes room for others, which would be in flight in a dead silo then.
                await Task.Delay(Timeout.Infinite, CancellationToken.None);
            }

            return await writer.CommitAsync(chunk, cancellationToken);
        }
    }

    /// <summary>The dead neither renew their lease nor give it back.</summary>
    private sealed class MortalLease(HostLease lease, CancellationToken death) : IHostLease, IAsyncDisposable
    {
        public LeaseReach Reach => lease.Reach;

        public Task AcquireAsync(CancellationToken cancellationToken) => lease.AcquireAsync(cancellationToken);

        public async Task WaitUntilLostAsync(CancellationToken cancellationToken)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, death);
            try
            {
                await lease.WaitUntilLostAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
        }

        public Task ReleaseAsync(CancellationToken cancellationToken) =>
            death.IsCancellationRequested ? Task.CompletedTask : lease.ReleaseAsync(cancellationToken);

        public ValueTask DisposeAsync() => lease.DisposeAsync();
    }
}
