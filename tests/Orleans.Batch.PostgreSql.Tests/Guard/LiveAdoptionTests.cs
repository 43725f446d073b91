using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Batch.PostgreSql.Guard;
using Orleans.Batch.PostgreSql.InFlight;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Guard;

/// <summary>The treatment of live writes that a crashed predecessor had in flight, at the next start.</summary>
public sealed class LiveAdoptionTests : IAsyncLifetime
{
    private const long Graph = 77;

    private readonly TestDatabase _database = new();
    private readonly List<DatabaseGuard> _guards = [];

    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        await _database.ExecuteAsync("INSERT INTO graph_state (graph_key) VALUES ($1)", Graph);
        for (var i = 0; i < 3; i++)
        {
            await _database.ExecuteAsync(
                """
                WITH task AS (
                    INSERT INTO realtime_task (task_uuid, project_key, graph_key, kind, items, open, created_at)
                    VALUES (gen_random_uuid(), 1, $1, 0, 1, 1, sql_now()) RETURNING task_uuid)
                INSERT INTO realtime_item (graph_key, position, episode_uuid, task_uuid, reference_time, ignored)
                OVERRIDING SYSTEM VALUE SELECT $1, $2, gen_random_uuid(), task_uuid, sql_now(), false FROM task
                """,
                Graph,
                (long)(10 + i));
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var guard in _guards)
        {
            await guard.DisposeAsync();
        }

        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Acquire_AnEpisodeInFlightByItselfAtEachCrash_IsQuarantinedAtTheFourthAdoption()
    {
        (await CrashAsync(10, 13, single: false)).ShouldBe("1 until 13");
        (await CrashAsync(11, 12, single: true)).ShouldBe("2 until 12");
        (await CrashAsync(11, 12, single: true)).ShouldBe("3 until 12");
        (await CrashAsync(11, 12, single: true)).ShouldBeNull();

        (await PositionsAsync()).ShouldBe([10, 12]);
        (await _database.ColumnAsync<string>("SELECT error_code FROM realtime_task WHERE open = 0 AND failed = 1 AND completed_at IS NOT NULL"))
            .ShouldBe([ErrorCodes.Poison]);
        (await _database.ScalarAsync<long>("SELECT count(*) FROM realtime_task WHERE open = 1 AND failed = 0")).ShouldBe(2);
    }

    [Fact]
    public async Task Acquire_ChunksInFlight_SetNothingAside()
    {
        for (var i = 0; i < 6; i++)
        {
            (await CrashAsync(10, 13, single: false)).ShouldBe("1 until 13");
        }

        (await PositionsAsync()).ShouldBe([10, 11, 12]);
    }

    [Fact]
    public async Task Acquire_AnotherEpisodeByItself_CountsFromTheStart()
    {
        await CrashAsync(10, 13, single: false);
        await CrashAsync(12, 13, single: true);
        (await CrashAsync(12, 13, single: true)).ShouldBe("3 until 13");

        (await CrashAsync(10, 11, single: true)).ShouldBe("2 until 11");
    }

    [Fact]
    public async Task Acquire_EpisodesThatWereDone_AreNoSuspects()
    {
        await _database.ExecuteAsync("DELETE FROM realtime_item WHERE position = 10");

        (await CrashAsync(10, 11, single: false)).ShouldBeNull();
        (await _database.ScalarAsync<long>("SELECT count(*) FROM realtime_in_flight")).ShouldBe(0);
    }

    [Fact]
    public async Task Acquire_ASuspectThatGotThrough_IsForgotten()
    {
        (await CrashAsync(10, 11, single: false)).ShouldBe("1 until 11");
        await _database.ExecuteAsync("DELETE FROM realtime_item WHERE position = 10");

        (await CrashAsync(11, 12, single: false)).ShouldBe("1 until 12");
    }

    // A server takes the database, records what it has in flight, and dies; so does the next one, having adopted that: a clean
    // end would clear the crash suspects.
    private async Task<string?> CrashAsync(long from, long until, bool single)
    {
        var dying = await AcquireAsync();
        await _database.ExecuteAsync(
            "INSERT INTO realtime_in_flight (silo, graph_key, position, until_position, single) VALUES ($1, $2, $3, $4, $5)",
            dying, Graph, from, until, single);
        await KillAsync(dying);
        await KillAsync(await AcquireAsync());
        var suspects = await _database.ColumnAsync<string>(
            "SELECT format('%s until %s', adoptions, until_position) FROM suspect_graph WHERE graph_key = $1", Graph);
        return suspects.SingleOrDefault();
    }

    private async Task<string> AcquireAsync()
    {
        var guard = new DatabaseGuard(_database.Database, new IngestHost(), TimeProvider.System, NullLogger<DatabaseGuard>.Instance);
        _guards.Add(guard);
        var silo = $"127.0.0.1:1@{_guards.Count}";
        await guard.AcquireAsync(silo, default);
        return silo;
    }

    private async Task KillAsync(string silo)
    {
        (await _database.ScalarAsync<string>("SELECT silo FROM ingest_silo")).ShouldBe(silo);
        await _guards[^1].DisposeAsync(); // only its session
    }

    private Task<IReadOnlyList<long>> PositionsAsync() => _database.ColumnAsync<long>("SELECT position FROM realtime_item ORDER BY 1");
}
