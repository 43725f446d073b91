using Microsoft.Extensions.DependencyInjection;
using Orleans.Batch.Engine.IntegrationTests.Operations;
using Orleans.Batch.Engine.IntegrationTests.Properties;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.PostgreSql;
using Xunit.Abstractions;

namespace Orleans.Batch.Engine.IntegrationTests.Realtime;

/// <summary>The promises of the queue: once, in order, with any number of workers, and a bad episode fails alone.</summary>
public sealed class QueueTests(TestDatabase database, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    private const int Writes = 300;

    private static readonly DateTimeOffset Refused = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task TwoEnginesAtOnce_NothingTwiceNothingOutOfOrder()
    {
        await using var one = await LiveTestProject.CreateAsync(database, Rival);
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

        var conflicts = one.Held.Conflicts + other.Service<HeldQueue>().Conflicts;
        output.WriteLine($"{conflicts} chunks were overtaken");
        conflicts.ShouldBeGreaterThan(0, "the engines never met: nothing was tested");
    }

    [Fact]
    public async Task EpisodesTheDatabaseRefuses_FailAloneAndTheirNeighboursGetIn()
    {
        await using var testProject = await LiveTestProject.CreateAsync(database, HeldQueue.Build);
        await database.ExecuteAsync(
            """
            ALTER TABLE graph_episode DROP CONSTRAINT IF EXISTS refused;
            ALTER TABLE graph_episode ADD CONSTRAINT refused CHECK (reference_time <> '2001-01-01T00:00:00Z') NOT VALID
            """);
        testProject.Held.HoldReads(); // so that they go into one transaction
        var writes = new List<(Guid Episode, Guid Task, bool Bad)>();
        for (var i = 0; i < 40; i++)
        {
            var bad = i is 3 or 4 or 17 or 39;
            var (episode, task) = (await testProject.Realtime.AddEpisodeAsync(
                testProject.Project, LiveTestProject.Episode(i % 3 == 0 ? "g1" : "g0", $"{i}") with { CreatedAt = bad ? Refused : null }, null, default)).Value;
            writes.Add((episode.Uuid, task, bad));
        }

        testProject.Held.LetGo();

        foreach (var (_, task, bad) in writes)
        {
            var end = await testProject.EndOfAsync(task);
            end.Status.ShouldBe(bad ? IngestTaskStatus.Failed : IngestTaskStatus.Succeeded);
            end.Error?.Code.ShouldBe(ErrorCodes.StorageRejected);
        }

        var stored = (await testProject.EpisodesAsync("g0")).Concat(await testProject.EpisodesAsync("g1"));
        stored.Order().ShouldBe(writes.Where(w => !w.Bad).Select(w => w.Episode).Order());
        await database.ExecuteAsync("ALTER TABLE graph_episode DROP CONSTRAINT refused");
    }

    [Fact]
    public async Task OneMessageOfACallRefused_FailsTheTaskAndKeepsTheOthers()
    {
        await using var testProject = await LiveTestProject.CreateAsync(database);
        await database.ExecuteAsync(
            "ALTER TABLE graph_episode ADD CONSTRAINT refused CHECK (reference_time <> '2001-01-01T00:00:00Z') NOT VALID");
        var messages = Enumerable.Range(0, 5).Select(
            i => new NewMessage { Role = RoleType.User, Content = $"{i}", CreatedAt = i == 2 ? Refused : null });

        var (uuids, task) = (await testProject.Realtime.AddMessagesAsync(testProject.Project, "t0", [.. messages], [], null, default)).Value;

        var end = await testProject.EndOfAsync(task);
        end.Status.ShouldBe(IngestTaskStatus.Failed);
        end.Error.ShouldNotBeNull().Code.ShouldBe(ErrorCodes.StorageRejected);
        (await testProject.EpisodesAsync("u0")).ShouldBe(uuids.Where((_, i) => i != 2));
        await database.ExecuteAsync("ALTER TABLE graph_episode DROP CONSTRAINT refused");
    }

    [Fact]
    public async Task EpisodesAcceptedBeforeAnEnd_AreIngestedAfterTheNextStart()
    {
        Guid task;
        ProjectId project;
        await using (var testProject = await LiveTestProject.CreateAsync(database, HeldQueue.Build))
        {
            testProject.Held.HoldReads();
            (_, task) = (await testProject.Realtime.AddEpisodeAsync(testProject.Project, LiveTestProject.Episode("g0", "x"), null, default)).Value;
            project = testProject.Project;
        }

        await using var next = await RunningEngine.StartAsync(database);

        await Eventually.TrueAsync(
            async () => (await next.Service<IRealtimeClient>().GetTaskAsync(project, task, default)).Status == IngestTaskStatus.Succeeded);
    }

    [Fact]
    public async Task BurstDuringABatchOnTheSameGraph_IsNotBehindItAndBothKeepTheirOrder()
    {
        // Its last chunk waits for the burst: the batch cannot end before it.
        var gate = new Gate(sequence: 2_999);
        await using var testProject = await LiveTestProject.CreateAsync(database, gate.Build);
        var planned = Enumerable.Range(0, 3_000).Select(_ => new PlannedItem(0, Readable: true)).ToList();
        var batch = (await testProject.Engine.Batches.CreateAsync(testProject.Project, new(), null, default)).Value.BatchId;
        var added = new List<Guid>();
        foreach (var items in planned.Chunk(Limits.ItemsPerAdd))
        {
            added.AddRange((await testProject.Engine.Batches.AddAsync(testProject.Project, batch, [.. items.Select(TestProject.Item)], null, default))
                .Value.Items.Select(i => i.EpisodeUuid));
        }

        await testProject.Engine.Batches.ProcessAsync(testProject.Project, batch, null, default);
        var (_, writes) = await WriteAsync(testProject.Project, [testProject.Realtime], "g0", 100);
        foreach (var (_, task) in writes)
        {
            (await testProject.EndOfAsync(task)).Status.ShouldBe(IngestTaskStatus.Succeeded);
        }

        gate.Open();
        (await testProject.Engine.EndOfAsync(testProject.Project, batch)).Progress.SucceededItems.ShouldBe(planned.Count);
        var episodes = await testProject.EpisodesAsync("g0");
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
            var (episode, task) = (await places[i % places.Length].AddEpisodeAsync(project, LiveTestProject.Episode(graph, $"{i}"), null, default)).Value;
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
