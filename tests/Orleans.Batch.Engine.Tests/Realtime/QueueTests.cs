using Microsoft.Extensions.DependencyInjection;
using Orleans.Batch.Engine.Tests.Operations;
using Orleans.Batch.Engine.Tests.Properties;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.PostgreSql;
using Xunit.Abstractions;

namespace Orleans.Batch.Engine.Tests.Realtime;

/// <summary>What the queue promises: once, in order, whoever works on it, and a bad episode fails alone.</summary>
public sealed class QueueTests(TestDatabase database, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    private const int Writes = 300;

    private static readonly DateTimeOffset Refused = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task TwoEnginesAtOnce_NothingTwiceNothingOutOfOrder()
    {
        await using var one = await LiveTown.FoundAsync(database, Rival);
        await using var other = await RunningEngine.StartAsync(database, Rival);
        var places = new[] { one.Realtime, other.Service<IRealtimeClient>() };

        var sent = await Task.WhenAll(((string[])["g0", "g1"]).Select(g => WriteAsync(one.Project, places, g, Writes)));

        foreach (var (graph, writes) in sent)
        {
            foreach (var (_, task) in writes)
            {
                (await one.EndOfAsync(task)).Status.ShouldBe(IngestTaskStatus.Succeeded);
            }

            (await one.EpisodesAsync(graph)).ShouldBe(writes.Select(w => w.Episode));
        }

        var overtaken = one.Held.Overtaken + other.Service<HeldQueue>().Overtaken;
        output.WriteLine($"{overtaken} chunks were overtaken");
        overtaken.ShouldBeGreaterThan(0, "the engines never met: nothing was tested");
    }

    [Fact]
    public async Task EpisodesTheDatabaseRefuses_FailAloneAndTheirNeighboursGetIn()
    {
        await using var town = await LiveTown.FoundAsync(database, HeldQueue.Build);
        await database.ExecuteAsync(
            """
            ALTER TABLE graph_episode DROP CONSTRAINT IF EXISTS refused;
            ALTER TABLE graph_episode ADD CONSTRAINT refused CHECK (reference_time <> '2001-01-01T00:00:00Z') NOT VALID
            """);
        town.Held.HoldReads(); // so that they go into one transaction
        var writes = new List<(Guid Episode, Guid Task, bool Bad)>();
        for (var i = 0; i < 40; i++)
        {
            var bad = i is 3 or 4 or 17 or 39;
            var (episode, task) = (await town.Realtime.AddEpisodeAsync(
                town.Project, LiveTown.Episode(i % 3 == 0 ? "g1" : "g0", $"{i}") with { CreatedAt = bad ? Refused : null }, null, default)).Value;
            writes.Add((episode.Uuid, task, bad));
        }

        town.Held.LetGo();

        foreach (var (_, task, bad) in writes)
        {
            var end = await town.EndOfAsync(task);
            end.Status.ShouldBe(bad ? IngestTaskStatus.Failed : IngestTaskStatus.Succeeded);
            end.Error?.Code.ShouldBe(ErrorCodes.StorageRejected);
        }

        var stored = (await town.EpisodesAsync("g0")).Concat(await town.EpisodesAsync("g1"));
        stored.Order().ShouldBe(writes.Where(w => !w.Bad).Select(w => w.Episode).Order());
        await database.ExecuteAsync("ALTER TABLE graph_episode DROP CONSTRAINT refused");
    }

    [Fact]
    public async Task OneMessageOfACallRefused_FailsTheTaskAndKeepsTheOthers()
    {
        await using var town = await LiveTown.FoundAsync(database);
        await database.ExecuteAsync(
            "ALTER TABLE graph_episode ADD CONSTRAINT refused CHECK (reference_time <> '2001-01-01T00:00:00Z') NOT VALID");
        var messages = Enumerable.Range(0, 5).Select(
            i => new NewMessage { Role = RoleType.User, Content = $"{i}", CreatedAt = i == 2 ? Refused : null });

        var (uuids, task) = (await town.Realtime.AddMessagesAsync(town.Project, "t0", [.. messages], [], null, default)).Value;

        var end = await town.EndOfAsync(task);
        end.Status.ShouldBe(IngestTaskStatus.Failed);
        end.Error.ShouldNotBeNull().Code.ShouldBe(ErrorCodes.StorageRejected);
        (await town.EpisodesAsync("u0")).ShouldBe(uuids.Where((_, i) => i != 2));
        await database.ExecuteAsync("ALTER TABLE graph_episode DROP CONSTRAINT refused");
    }

    [Fact]
    public async Task EpisodesAcceptedBeforeAnEnd_AreIngestedAfterTheNextStart()
    {
        Guid task;
        ProjectId project;
        await using (var town = await LiveTown.FoundAsync(database, HeldQueue.Build))
        {
            town.Held.HoldReads();
            (_, task) = (await town.Realtime.AddEpisodeAsync(town.Project, LiveTown.Episode("g0", "x"), null, default)).Value;
            project = town.Project;
        }

        await using var next = await RunningEngine.StartAsync(database);

        await Eventually.TrueAsync(
            async () => (await next.Service<IRealtimeClient>().GetTaskAsync(project, task, default)).Status == IngestTaskStatus.Succeeded);
    }

    [Fact]
    public async Task BurstDuringABatchOnTheSameGraph_IsNotBehindItAndBothKeepTheirOrder()
    {
        // Its last chunk waits for the burst: whoever is quicker, the batch is not over before.
        var gate = new Gate(sequence: 2_999);
        await using var town = await LiveTown.FoundAsync(database, gate.Build);
        var planned = Enumerable.Range(0, 3_000).Select(_ => new PlannedItem(0, Readable: true)).ToList();
        var batch = (await town.Engine.Batches.CreateAsync(town.Project, new(), null, default)).Value.BatchId;
        var added = new List<Guid>();
        foreach (var items in planned.Chunk(500))
        {
            added.AddRange((await town.Engine.Batches.AddAsync(town.Project, batch, [.. items.Select(Town.Item)], null, default))
                .Value.Items.Select(i => i.EpisodeUuid));
        }

        await town.Engine.Batches.ProcessAsync(town.Project, batch, null, default);
        var (_, writes) = await WriteAsync(town.Project, [town.Realtime], "g0", 100);
        foreach (var (_, task) in writes)
        {
            (await town.EndOfAsync(task)).Status.ShouldBe(IngestTaskStatus.Succeeded);
        }

        gate.Open();
        (await town.Engine.EndOfAsync(town.Project, batch)).Progress.SucceededItems.ShouldBe(planned.Count);
        var episodes = await town.EpisodesAsync("g0");
        var live = writes.Select(w => w.Episode).ToHashSet();
        episodes.Where(live.Contains).ShouldBe(writes.Select(w => w.Episode));
        episodes.Where(e => !live.Contains(e)).ShouldBe(added);
    }

    private static async Task<(string Graph, List<(Guid Episode, Guid Task)> Writes)> WriteAsync(
        ProjectId project, IRealtimeClient[] places, string graph, int count)
    {
        var writes = new List<(Guid, Guid)>();
        for (var i = 0; i < count; i++)
        {
            var (episode, task) = (await places[i % places.Length].AddEpisodeAsync(project, LiveTown.Episode(graph, $"{i}"), null, default)).Value;
            writes.Add((episode.Uuid, task));
        }

        return (graph, writes);
    }

    private static void Rival(IServiceCollection services)
    {
        RunningEngine.WithoutGuard(services);
        HeldQueue.Build(services);
    }
}
