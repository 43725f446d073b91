using Orleans.Batch.EndToEnd.Faults;
using Orleans.Batch.EndToEnd.Faults.Poison;
using Orleans.Batch.PostgreSql.Projects;
using Orleans.Batch.TestKit.Clusters;
using Orleans.Batch.TestKit.PostgreSql;
using Orleans.Batch.TestKit.Promise;

namespace Orleans.Batch.EndToEnd.Clusters;

/// <summary>
/// Two batch silos, one real-time silo and one gateway, as real processes on a real database, with small steps, so
/// that faults meet them in the middle of the work. Items can be created that kill them. Each test leaves all of them running.
/// </summary>
public sealed class ClusterSite : IAsyncLifetime
{
    private static readonly (string Name, string? Value)[] Slowly =
    [
        ("Ingestion__ReadRows", "500"), ("Ingestion__LaneRows", "10"), ("Ingestion__CommitRows", "250"), ("Ingestion__Writers", "1"),
    ];

    private TestDatabase? _database;
    private ClusterProcesses? _cluster;

    public TestDatabase Database => _database ?? throw new InvalidOperationException("InitializeAsync has not run");

    public ClusterProcesses Cluster => _cluster ?? throw new InvalidOperationException("InitializeAsync has not run");

    public ClusterProcess Gateway => Cluster.Gateways[0];

    public IReadOnlyList<ClusterProcess> BatchSilos => Cluster.With("batch");

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAloneAsync();
        _cluster = await ClusterProcesses.StartAsync(_database.ConnectionString, [], [.. Slowly, .. KillingStartup.Variables]);
        _cluster.Add("batch", ("Cluster__DrainDelay", "00:00:08")); // time to observe that it is not ready
        foreach (var roles in (string[])["batch", "realtime", "gateway"])
        {
            _cluster.Add(roles, ("Cluster__DrainDelay", "00:00:00.2"));
        }

        await Task.WhenAll(_cluster.Members.Select(m => m.StartAsync()));
    }

    public async Task DisposeAsync()
    {
        _cluster?.Dispose();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    /// <summary>
    /// Ensures that all processes are running and ready, regardless of the previous test, and that removed silos are known
    /// to be dead, so that the next test measures only its own faults.
    /// </summary>
    public async Task ReviveAsync()
    {
        await Task.WhenAll(Cluster.Members.Select(async m =>
        {
            if (m.HasExited)
            {
                await m.StartAsync();
            }
            else
            {
                m.Signal("CONT");
            }
        }));
        var ports = Cluster.Members.Select(m => m.SiloPort).ToArray();
        await Eventually.TrueAsync(async () => await Database.ScalarAsync<long>(
            "SELECT count(*) FROM orleans_batch_cluster.OrleansMembershipTable WHERE DeploymentId = $1 AND Status = 3 AND Port <> ALL ($2)",
            Cluster.Id,
            ports) == 0);
    }

    /// <summary>Creates a key of a new, empty project.</summary>
    internal async Task<string> NewKeyAsync(string project)
    {
        var store = new ProjectStore(Database.Database, new KeyCache(TimeProvider.System));
        await store.CreateProjectAsync(project, ExtractionMode.Deterministic, default);
        return (await store.CreateKeyAsync(project, default)).Secret;
    }

    internal RetryingClient NewClient(Ledger ledger) => new(Cluster.Url, Cluster.Key, ledger, Eventually.MaxWait, TimeSpan.FromMilliseconds(500));

    /// <summary>
    /// Waits until this number of items of a batch has ended, by the database. Fails if none ends for
    /// <see cref="Eventually.MaxWait"/>: a batch that is only slow does not fail.
    /// </summary>
    internal async Task EndedAsync(AcknowledgedBatch batch, int atLeast)
    {
        var ended = -1; // the first question, too, may meet a database that restarts
        while (ended < atLeast)
        {
            var before = ended;
            try
            {
                await Eventually.TrueAsync(async () => (ended = await EndedItemsAsync(batch)) > before);
            }
            catch (ShouldAssertException e)
            {
                throw new InvalidOperationException($"of {atLeast} items {Math.Max(before, 0)} have ended, and no more do\n{Cluster.Output}", e);
            }
        }
    }

    /// <summary>The number of ended items of a batch, by the database.</summary>
    internal async Task<int> EndedItemsAsync(AcknowledgedBatch batch) => (int)await Database.ScalarAsync<long>(
        """
        SELECT coalesce(sum(succeeded + failed + skipped + canceled), 0)::bigint FROM batch_progress JOIN batch USING (batch_key)
        WHERE batch_uuid = $1
        """,
        batch.BatchId);

    /// <summary>Fails with all violations, once all batches have ended.</summary>
    internal Task ShouldHoldAsync(Ledger ledger) => PromiseCheck.ShouldHoldAsync(Database.ConnectionString, ledger, Cluster.Output);
}
