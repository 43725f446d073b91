using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orleans.Batch.Cluster;
using Orleans.Batch.PostgreSql.Guard;
using Orleans.Batch.PostgreSql.InFlight;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.TestKit;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Guard;

public sealed class DatabaseGuardTests : IAsyncLifetime
{
    private const string Lanes =
        """
        INSERT INTO lane (lane_key, graph_key, process_number, total)
        SELECT (1000 << 20) + n, 1000 + n, 1, 10 FROM generate_series($1, $2) n
        """;

    private readonly TestDatabase _database = new();
    private readonly List<Silo> _silos = [];

    public Task InitializeAsync() => _database.InitializeAsync();

    public async Task DisposeAsync()
    {
        foreach (var silo in _silos)
        {
            await silo.Guard.DisposeAsync();
            await silo.Database.DisposeAsync();
        }

        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Acquire_SilosOfOneCluster_HaveNumbersOfTheirOwn()
    {
        var (first, second, third) = (await SiloAsync(), await SiloAsync(), await SiloAsync());

        (await NumbersAsync()).ShouldBe([0, 1, 2]);
        (first.Host.ProgressSlot(15), second.Host.ProgressSlot(0), third.Host.ProgressSlot(1)).ShouldBe(((short)15, (short)128, (short)257));

        await second.Guard.ReleaseAsync(default);
        (await SiloAsync()).Host.ProgressSlot(0).ShouldBe((short)128);
    }

    [Fact]
    public async Task Acquire_AServerBesideSilos_IsRefused()
    {
        await SiloAsync("blue");

        var refusal = await Should.ThrowAsync<DatabaseInUseException>(() => SiloAsync(cluster: null));

        refusal.Message.ShouldStartWith($"Silos of the cluster 'blue' ingest from this database, one of them process {Environment.ProcessId}");
    }

    [Fact]
    public async Task Acquire_ASiloBesideAServer_IsRefused()
    {
        await SiloAsync(cluster: null);

        var refusal = await Should.ThrowAsync<DatabaseInUseException>(() => SiloAsync("blue"));

        refusal.Message.ShouldStartWith("Another server ingests from this database");
    }

    [Fact]
    public async Task Acquire_ASiloOfAnotherCluster_IsRefusedAndKeepsNothing()
    {
        var blue = await SiloAsync("blue");

        var refusal = await Should.ThrowAsync<DatabaseInUseException>(() => SiloAsync("green"));

        refusal.Message.ShouldContain("'blue'");
        refusal.Message.ShouldContain("a silo of the cluster 'green' cannot work beside them");
        await SiloAsync("blue");
        await blue.Guard.ReleaseAsync(default);
        (await NumbersAsync()).ShouldBe([1]);
    }

    [Fact]
    public async Task Acquire_AServerAfterSilosThatWereKilled_TakesOverWhatTheyHadInFlight()
    {
        var (first, second) = (await SiloAsync(), await SiloAsync());
        await _database.ExecuteAsync(Lanes, 1, 2);
        await NoteAsync(first, 1);
        await NoteAsync(second, 2);
        await KillAsync(first, second);

        await SiloAsync(cluster: null);

        (await NumbersAsync()).ShouldBe([0]);
        (await SuspectsAsync()).ShouldBe(["1: 1 until 2000", "2: 1 until 2000"]);
        (await _database.ScalarAsync<int>("SELECT unclean_ends FROM ingest_state")).ShouldBe(1);
    }

    [Fact]
    public async Task Acquire_AServerBesideOneThatStandsStill_TakesOverWhenItsSessionTimesOut()
    {
        var still = await SiloAsync(cluster: null); // no heartbeats
        await Should.ThrowAsync<DatabaseInUseException>(() => SiloAsync(cluster: null));
        var began = Stopwatch.GetTimestamp();

        await Eventually.TrueAsync(async () => await SiloAsync(cluster: null) is not null);

        Stopwatch.GetElapsedTime(began).ShouldBeGreaterThan(TimeSpan.FromSeconds(5));
        await still.Guard.WaitUntilLostAsync(default).WaitAsync(Eventually.MaxWait);
    }

    [Fact]
    public async Task Adopt_ASiloThatDied_TakesOnlyWhatThatOneHadInFlight()
    {
        var (living, dying) = (await SiloAsync(), await SiloAsync());
        await _database.ExecuteAsync(Lanes, 1, 2);
        await NoteAsync(living, 1);
        await NoteAsync(dying, 2);
        await KillAsync(dying);

        await living.Guard.AdoptAsync([dying.Name, living.Name, "unknown"], [], default);
        await living.Guard.AdoptAsync([dying.Name], [], default);

        (await NumbersAsync()).ShouldBe([0]);
        (await SuspectsAsync()).ShouldBe(["2: 1 until 2000"]);
        (await _database.ScalarAsync<long>("SELECT count(*) FROM in_flight WHERE silo = $1", living.Name)).ShouldBe(1);
        (await _database.ScalarAsync<int>("SELECT unclean_ends FROM ingest_state")).ShouldBe(1);
    }

    [Fact]
    public async Task Adopt_ASiloThatDiedBeforeItJoined_IsRemovedOnceItMustHaveJoined()
    {
        var (living, member, joining, dead) = (await SiloAsync(), await SiloAsync(), await SiloAsync(), await SiloAsync());
        await KillAsync(dead);
        object old = new[] { living.Name, member.Name, dead.Name };
        await _database.ExecuteAsync("UPDATE ingest_silo SET registered_at = now() - interval '11 minutes' WHERE silo = ANY($1)", old);

        await living.Guard.AdoptAsync([], [living.Name, member.Name], default);

        (await NumbersAsync()).ShouldBe([0, 1, 2]);
        joining.Host.ProgressSlot(0).ShouldBe((short)256);
    }

    [Fact]
    public async Task Adopt_ASiloThatStandsStillInATransaction_FreesItsLocks()
    {
        var (living, still) = (await SiloAsync(), await SiloAsync());
        await using var session = await still.Database.Ingestion.OpenConnectionAsync();
        await using var transaction = await session.BeginTransactionAsync();

        // As if it were stopped while it sends: that time-out counts only between statements.
        await new NpgsqlCommand("SET LOCAL idle_in_transaction_session_timeout = 0", session).ExecuteNonQueryAsync();
        await new NpgsqlCommand("LOCK TABLE lane", session).ExecuteNonQueryAsync();

        await living.Guard.AdoptAsync([still.Name], [], default);

        (await _database.ScalarAsync<long>("SELECT count(*) FROM lane").WaitAsync(Eventually.MaxWait)).ShouldBe(0);
        await Should.ThrowAsync<NpgsqlException>(() => new NpgsqlCommand("SELECT 1", session).ExecuteNonQueryAsync());
    }

    [Fact]
    public async Task WaitUntilLost_SessionsThatEndAgainAndAgain_AreMadeAnew()
    {
        Silo[] silos = [await SiloAsync(), await SiloAsync()];
        using var stop = new CancellationTokenSource();
        var waiting = silos.Select(s => s.Guard.WaitUntilLostAsync(stop.Token)).ToList();

        for (var i = 0; i < 4; i++)
        {
            await KillAsync(silos);
            await Eventually.TrueAsync(async () => await _database.ScalarAsync<long>(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ShareLock' AND objid = 0") == 2);
        }

        (await NumbersAsync()).ShouldBe([0, 1]);
        (await _database.ScalarAsync<int>("SELECT unclean_ends FROM ingest_state")).ShouldBe(0);
        waiting.ShouldAllBe(w => !w.IsCompleted);
        await stop.CancelAsync();
    }

    [Fact]
    public async Task WaitUntilLost_TheClusterHasGivenTheSiloUp_Ends()
    {
        var (silo, other) = (await SiloAsync(), await SiloAsync());
        var waiting = silo.Guard.WaitUntilLostAsync(default);

        await other.Guard.AdoptAsync([silo.Name], [], default);

        await waiting.WaitAsync(Eventually.MaxWait);
        await silo.Guard.ReleaseAsync(default);
        (await NumbersAsync()).ShouldBe([1]);
    }

    [Fact]
    public async Task WaitUntilLost_AServerHasTakenTheDatabase_Ends()
    {
        var silo = await SiloAsync();
        await KillAsync(silo);
        await SiloAsync(cluster: null);

        await silo.Guard.WaitUntilLostAsync(default).WaitAsync(Eventually.MaxWait);
    }

    [Fact]
    public async Task Release_TheLastOfAll_ForgetsTheSuspects()
    {
        var (first, second) = (await SiloAsync(), await SiloAsync());
        await _database.ExecuteAsync("UPDATE ingest_state SET unclean_ends = 2, unclean_at = sql_now()");
        await _database.ExecuteAsync("INSERT INTO suspect_lane VALUES (1, 1, 1)");

        await first.Guard.ReleaseAsync(default);
        (await _database.ScalarAsync<int>("SELECT unclean_ends FROM ingest_state")).ShouldBe(2);
        await second.Guard.ReleaseAsync(default);

        (await _database.ScalarAsync<int>("SELECT unclean_ends FROM ingest_state")).ShouldBe(0);
        (await SuspectsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Release_WhileAHeartbeatIsUnderWay_RemovesTheRegistration()
    {
        var silo = await SiloAsync();
        using var stop = new CancellationTokenSource();
        await using var session = await _database.Database.Requests.OpenConnectionAsync();
        await using var transaction = await session.BeginTransactionAsync();
        await new NpgsqlCommand("SET LOCAL idle_in_transaction_session_timeout = 0", session).ExecuteNonQueryAsync();
        await new NpgsqlCommand("LOCK TABLE ingest_silo", session).ExecuteNonQueryAsync();
        var waiting = silo.Guard.WaitUntilLostAsync(stop.Token);
        await Eventually.TrueAsync(async () => await _database.ScalarAsync<bool>(
            "SELECT count(*) > 0 FROM pg_locks WHERE relation = 'ingest_silo'::regclass AND NOT granted"));

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        var releasing = silo.Guard.ReleaseAsync(default);
        await transaction.RollbackAsync();
        await releasing;

        (await NumbersAsync()).ShouldBeEmpty();
    }

    private async Task<Silo> SiloAsync(string? cluster = "blue")
    {
        var (host, database) = (new IngestHost(), new Database(_database.ConnectionString));
        var guard = new DatabaseGuard(
            database, host, new FastTime(times: 5), NullLogger<DatabaseGuard>.Instance, cluster is null ? null : new ClusterName(cluster));
        var silo = new Silo(guard, host, database, $"127.0.0.1:{_silos.Count}@1");
        _silos.Add(silo);
        await guard.AcquireAsync(silo.Name, default);
        return silo;
    }

    private Task<int> NoteAsync(Silo silo, int lane) => _database.ExecuteAsync(
        "INSERT INTO in_flight (lane_keys, silo) VALUES (ARRAY[(1000 << 20) + $1::bigint], $2)", (long)lane, silo.Name);

    private async Task KillAsync(params Silo[] silos)
    {
        foreach (var silo in silos)
        {
            await _database.ExecuteAsync(
                """
                SELECT pg_terminate_backend(a.pid, 180000) FROM pg_stat_activity a
                JOIN ingest_silo s ON right(a.application_name, 8) = s.sessions WHERE s.silo = $1
                """,
                silo.Name);
        }
    }

    private Task<IReadOnlyList<short>> NumbersAsync() =>
        _database.ColumnAsync<short>("SELECT silo_number FROM ingest_silo ORDER BY 1");

    private Task<IReadOnlyList<string>> SuspectsAsync() => _database.ColumnAsync<string>(
        "SELECT format('%s: %s until %s', lane_key - (1000 << 20), adoptions, until_position) FROM suspect_lane ORDER BY lane_key");

    private sealed record Silo(DatabaseGuard Guard, IngestHost Host, Database Database, string Name);
}
