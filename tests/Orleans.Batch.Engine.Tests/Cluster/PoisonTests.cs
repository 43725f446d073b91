using Orleans.Batch.Engine.Tests.Operations;
using Orleans.Batch.TestKit.PostgreSql;
using Xunit.Abstractions;

namespace Orleans.Batch.Engine.Tests.Cluster;

/// <summary>An item that kills whichever silo works on it.</summary>
public sealed class PoisonTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Silos = 3;
    private const int Graphs = 6;
    private const int ItemsPerGraph = 10;

    // One before anything is noted and four adoptions; beside each of them, as many as can take the lane up before it
    // is known to be suspect.
    private const int MostDeaths = 5 * Silos;

    private readonly TestDatabase _database = new();

    // Nobody is taken for dead in a database that has just started.
    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        await Eventually.TrueAsync(
            async () => await _database.ScalarAsync<bool>("SELECT pg_postmaster_start_time() < clock_timestamp() - interval '15 seconds'"));
    }

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Ingest_AnItemThatKillsSilos_IsSetAsideAndNothingElseIs()
    {
        var silos = new List<MortalSilo>();
        for (var i = 0; i < Silos; i++)
        {
            silos.Add(await MortalSilo.StartAsync(_database));
        }

        var stage = new Stage(silos[0].Engine, _database, await _database.NewProjectAsync());
        var items = new List<NewBatchItem>();
        for (var g = 0; g < Graphs; g++)
        {
            await stage.NewGraphAsync($"g{g}");
            items.AddRange(Stage.Items($"g{g}", ItemsPerGraph));
        }

        items[25] = items[25] with { DataType = DataType.Json, Content = $"{{{MortalSilo.Mark}}}" };
        var batch = await stage.ProcessAsync(items);
        var deaths = await ReplaceTheDeadUntilAsync(silos, batch);
        output.WriteLine($"{deaths} silos died before the batch ended");

        stage = new Stage(silos[0].Engine, _database, stage.Project);
        var end = await stage.EndOfAsync(batch);
        var failed = await stage.ItemsAsync(batch, ItemStatus.Failed);
        foreach (var silo in silos)
        {
            await silo.DisposeAsync();
        }

        (end.Status, end.Progress.SucceededItems, end.Progress.FailedItems).ShouldBe((BatchStatus.Partial, items.Count - 1, 1));
        (failed.ShouldHaveSingleItem().SequenceIndex, failed[0].Error?.Code).ShouldBe((25, ErrorCodes.Poison));
        deaths.ShouldBeInRange(4, MostDeaths);

        // One that had the item in hand when it was set aside dies of it after all, perhaps with nobody left to notice.
        var unburied = silos.Count(s => s.Died);
        output.WriteLine($"{unburied} died after it");
        (await _database.ScalarAsync<long>("SELECT count(*) FROM ingest_host")).ShouldBeLessThanOrEqualTo(unburied, "who lived has left");
        await _database.ShiftClockAsync(TimeSpan.FromSeconds(15.5));
        await (await MortalSilo.StartAsync(_database)).DisposeAsync();
        (await _database.ScalarAsync<long>("SELECT count(*) FROM ingest_host")).ShouldBe(0);
        (await _database.ScalarAsync<int>("SELECT unclean_ends FROM ingest_state")).ShouldBe(0, "the last end was clean");
    }

    // As an orchestrator would. Time is moved on, so that the living notice at once.
    private async Task<int> ReplaceTheDeadUntilAsync(List<MortalSilo> silos, Guid batch)
    {
        var deaths = 0;
        while (true)
        {
            var ended = false;
            await Eventually.TrueAsync(
                async () =>
                {
                    ended = await _database.ScalarAsync<short>("SELECT status FROM batch WHERE batch_uuid = $1", batch) >= (short)BatchStatus.Succeeded;
                    return ended || silos.Exists(s => s.Died);
                });
            if (ended)
            {
                return deaths;
            }

            var dead = silos.FindIndex(s => s.Died);
            deaths++;
            await silos[dead].BuryAsync();

            // The living have renewed since time was last moved on, or twice as much would make them dead too.
            await Eventually.TrueAsync(async () => await _database.ScalarAsync<long>(
                "SELECT count(*) FROM ingest_host WHERE expires_at > sql_now() + interval '8 seconds'") >= silos.Count(s => !s.Died));
            await _database.ShiftClockAsync(TimeSpan.FromSeconds(8));
            silos[dead] = await MortalSilo.StartAsync(_database);
            deaths.ShouldBeLessThanOrEqualTo(MostDeaths * 2, "it kills one silo after another");
        }
    }
}
