using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orleans.Batch.PostgreSql.Leases;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.TestKit;
using Orleans.Batch.TestKit.PostgreSql;
using Orleans.Batch.Work;

namespace Orleans.Batch.PostgreSql.Tests.Leases;

public sealed class HostLeaseTests : IAsyncLifetime
{
    private const string Lanes =
        """
        INSERT INTO lane (lane_key, graph_key, process_number, total)
        SELECT (1000 << 20) + n, 1000 + n, 1, 10 FROM generate_series($1, $2) n
        """;

    private readonly TestDatabase _database = new();
    private readonly List<HostLease> _leases = [];

    public Task InitializeAsync() => _database.InitializeAsync();

    public async Task DisposeAsync()
    {
        foreach (var lease in _leases)
        {
            await lease.DisposeAsync();
        }

        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Acquire_SilosOfOneCluster_HaveNumbersOfTheirOwn()
    {
        var (first, second, third) = (await SiloAsync(), await SiloAsync(), await SiloAsync());

        (await NumbersAsync()).ShouldBe([0, 1, 2]);
        (first.Host.ProgressSlot(15), second.Host.ProgressSlot(0), third.Host.ProgressSlot(1)).ShouldBe(((short)15, (short)128, (short)257));

        await second.Lease.ReleaseAsync(default);
        (await SiloAsync()).Host.ProgressSlot(0).ShouldBe((short)128);
    }

    [Fact]
    public async Task Acquire_AServerBesideSilos_IsRefused()
    {
        await SiloAsync("blue");

        var refusal = await Should.ThrowAsync<HostLeaseException>(() => Make(cluster: null).Lease.AcquireAsync(default));

        refusal.Message.ShouldStartWith($"Silos of the cluster 'blue' ingest from this database, one of them process {Environment.ProcessId}");
    }

    [Fact]
    public async Task Acquire_ASiloBesideAServer_IsRefused()
    {
        await Make(cluster: null).Lease.AcquireAsync(default);

        var refusal = await Should.ThrowAsync<HostLeaseException>(() => Make("blue").Lease.AcquireAsync(default));

        refusal.Message.ShouldStartWith("Another server ingests from this database");
    }

    [Fact]
    public async Task Acquire_ASiloOfAnotherCluster_IsRefused()
    {
        await SiloAsync("blue");

        var refusal = await Should.ThrowAsync<HostLeaseException>(() => Make("green").Lease.AcquireAsync(default));

        refusal.Message.ShouldContain("'blue'");
        refusal.Message.ShouldContain("a silo of the cluster 'green' cannot work beside them");
    }

    [Fact]
    public async Task Acquire_AServerAfterSilosThatWereKilled_TakesOverWhatTheyHadInFlight()
    {
        var (first, second) = (await SiloAsync(), await SiloAsync());
        await _database.ExecuteAsync(Lanes, 1, 2);
        await NoteAsync(first, 1);
        await NoteAsync(second, 2);
        await KillAsync(first, second);

        await Make(cluster: null).Lease.AcquireAsync(default);

        (await NumbersAsync()).ShouldBe([0]);
        (await SuspectsAsync()).ShouldBe(["1: 1 until 2000", "2: 1 until 2000"]);
        (await _database.ScalarAsync<int>("SELECT unclean_ends FROM ingest_state")).ShouldBe(1);
    }

    [Fact]
    public async Task WaitUntilLost_AnotherSiloDies_AdoptsOnlyWhatThatOneHadInFlight()
    {
        var (living, dying) = (await SiloAsync(), await SiloAsync());
        await _database.ExecuteAsync(Lanes, 1, 2);
        await NoteAsync(living, 1);
        await NoteAsync(dying, 2);
        using var stop = new CancellationTokenSource();
        var waiting = living.Lease.WaitUntilLostAsync(stop.Token);

        await KillAsync(dying);
        await _database.ShiftClockAsync(TimeSpan.FromSeconds(7.5));

        await Eventually.TrueAsync(async () => (await NumbersAsync()).Count == 1);
        (await SuspectsAsync()).ShouldBe(["2: 1 until 2000"]);
        (await _database.ScalarAsync<long>("SELECT count(*) FROM in_flight WHERE holder = $1", living.Host.Holder)).ShouldBe(1);
        waiting.IsCompleted.ShouldBeFalse();
        await stop.CancelAsync();
    }

    [Fact]
    public async Task WaitUntilLost_AllLoseTheirConnections_NobodyIsTakenForDead()
    {
        await Eventually.TrueAsync(
            async () => await _database.ScalarAsync<bool>("SELECT pg_postmaster_start_time() < clock_timestamp() - interval '15 seconds'"));
        var (first, second) = (Make("blue", times: 5), Make("blue", times: 5));
        await first.Lease.AcquireAsync(default);
        await second.Lease.AcquireAsync(default);
        using var stop = new CancellationTokenSource();
        Task[] waiting = [first.Lease.WaitUntilLostAsync(stop.Token), second.Lease.WaitUntilLostAsync(stop.Token)];

        for (var i = 0; i < 4; i++)
        {
            await KillAsync(first, second);
            await _database.ShiftClockAsync(TimeSpan.FromSeconds(8));
            await Eventually.TrueAsync(
                async () => await _database.ScalarAsync<bool>("SELECT min(expires_at) > sql_now() + interval '8 seconds' FROM ingest_host"));
        }

        (await NumbersAsync()).ShouldBe([0, 1]);
        (await _database.ScalarAsync<int>("SELECT unclean_ends FROM ingest_state")).ShouldBe(0);
        waiting.ShouldAllBe(w => !w.IsCompleted);
        await stop.CancelAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WaitUntilLost_AnotherSiloStandsStillInATransaction_ItsLocksAreFreed(bool itsLeaseConnectionIsGone)
    {
        var living = await SiloAsync();
        await using var elsewhere = new Database(_database.ConnectionString);
        var still = Make("blue", database: elsewhere);
        await still.Lease.AcquireAsync(default);
        await using var session = await elsewhere.Ingestion.OpenConnectionAsync();
        await using var transaction = await session.BeginTransactionAsync();

        // As if it stood still while it sends: that time-out counts only between statements.
        await new NpgsqlCommand("SET LOCAL idle_in_transaction_session_timeout = 0", session).ExecuteNonQueryAsync();
        await new NpgsqlCommand("LOCK TABLE lane", session).ExecuteNonQueryAsync();
        if (itsLeaseConnectionIsGone)
        {
            await KillAsync(still);
        }

        using var stop = new CancellationTokenSource();
        var waiting = living.Lease.WaitUntilLostAsync(stop.Token);

        await _database.ShiftClockAsync(TimeSpan.FromSeconds(15.5));

        await Eventually.TrueAsync(async () => (await NumbersAsync()).Count == 1);
        (await _database.ScalarAsync<long>("SELECT count(*) FROM lane").WaitAsync(Eventually.Patience)).ShouldBe(0);
        await Should.ThrowAsync<NpgsqlException>(() => new NpgsqlCommand("SELECT 1", session).ExecuteNonQueryAsync());
        waiting.IsCompleted.ShouldBeFalse();
        await stop.CancelAsync();
    }

    [Fact]
    public async Task WaitUntilLost_TakenForDead_RegistersAnew()
    {
        var silo = await SiloAsync();
        var before = silo.Host.Holder;
        using var stop = new CancellationTokenSource();
        var waiting = silo.Lease.WaitUntilLostAsync(stop.Token);

        await _database.ExecuteAsync("DELETE FROM ingest_host");

        await Eventually.TrueAsync(async () => (await NumbersAsync()).Count == 1);
        await Eventually.TrueAsync(() => Task.FromResult(silo.Host.Holder != before));
        waiting.IsCompleted.ShouldBeFalse();
        await stop.CancelAsync();
    }

    [Fact]
    public async Task WaitUntilLost_AServerHasTakenTheDatabase_Ends()
    {
        var silo = await SiloAsync();
        await KillAsync(silo);
        await Make(cluster: null).Lease.AcquireAsync(default);

        await silo.Lease.WaitUntilLostAsync(default).WaitAsync(Eventually.Patience);
    }

    [Fact]
    public async Task Release_TheLastOfAll_ForgetsTheSuspects()
    {
        var (first, second) = (await SiloAsync(), await SiloAsync());
        await _database.ExecuteAsync("UPDATE ingest_state SET unclean_ends = 2, unclean_at = sql_now()");
        await _database.ExecuteAsync("INSERT INTO suspect_lane VALUES (1, 1, 1)");

        await first.Lease.ReleaseAsync(default);
        (await _database.ScalarAsync<int>("SELECT unclean_ends FROM ingest_state")).ShouldBe(2);
        await second.Lease.ReleaseAsync(default);

        (await _database.ScalarAsync<int>("SELECT unclean_ends FROM ingest_state")).ShouldBe(0);
        (await SuspectsAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("ingest_host")] // a renewal
    [InlineData("suspect_lane")] // an adoption
    public async Task Release_WhileSomethingIsUnderWay_GivesTheLeaseBack(string table)
    {
        var (silo, dead) = (Make("blue", times: 5), await SiloAsync());
        await silo.Lease.AcquireAsync(default);
        await KillAsync(dead);
        await _database.ShiftClockAsync(TimeSpan.FromSeconds(15.5));
        using var stop = new CancellationTokenSource();
        await using var session = await _database.Database.Requests.OpenConnectionAsync();
        await using var transaction = await session.BeginTransactionAsync();
        await new NpgsqlCommand("SET LOCAL idle_in_transaction_session_timeout = 0", session).ExecuteNonQueryAsync();
        await new NpgsqlCommand($"LOCK TABLE {table} IN EXCLUSIVE MODE", session).ExecuteNonQueryAsync();
        var waiting = silo.Lease.WaitUntilLostAsync(stop.Token);
        await Eventually.TrueAsync(async () => await _database.ScalarAsync<bool>(
            "SELECT count(*) > 0 FROM pg_locks WHERE relation = $1::regclass AND NOT granted", table));

        var stopping = stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        var releasing = silo.Lease.ReleaseAsync(default);
        await transaction.RollbackAsync();
        await releasing;
        await stopping;

        (await _database.ScalarAsync<long>("SELECT count(*) FROM ingest_host WHERE holder = $1", silo.Host.Holder)).ShouldBe(0);
    }

    private async Task<Silo> SiloAsync(string cluster = "blue")
    {
        var silo = Make(cluster);
        await silo.Lease.AcquireAsync(default);
        return silo;
    }

    private Silo Make(string? cluster, int times = 25, Database? database = null)
    {
        var host = new IngestHost();
        var lease = new HostLease(
            database ?? _database.Database, host, new FastTime(times), NullLogger<HostLease>.Instance, cluster is null ? null : new ClusterName(cluster));
        _leases.Add(lease);
        return new Silo(lease, host);
    }

    private Task<int> NoteAsync(Silo silo, int lane) => _database.ExecuteAsync(
        "INSERT INTO in_flight (lane_keys, holder) VALUES (ARRAY[(1000 << 20) + $1::bigint], $2)", (long)lane, silo.Host.Holder);

    private async Task KillAsync(params Silo[] silos)
    {
        foreach (var silo in silos)
        {
            await _database.ExecuteAsync(
                "SELECT pg_terminate_backend(backend_pid, 180000) FROM ingest_host WHERE holder = $1", silo.Host.Holder);
        }
    }

    private Task<IReadOnlyList<short>> NumbersAsync() =>
        _database.ColumnAsync<short>("SELECT host_number FROM ingest_host ORDER BY 1");

    private Task<IReadOnlyList<string>> SuspectsAsync() => _database.ColumnAsync<string>(
        "SELECT format('%s: %s until %s', lane_key - (1000 << 20), adoptions, until_position) FROM suspect_lane ORDER BY lane_key");

    private sealed record Silo(HostLease Lease, IngestHost Host);
}
