using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Realtime;

/// <summary>A live write that crashes every process that works on it.</summary>
public sealed class PoisonTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    // One before anything is recorded, one of the chunk, and three of the episode by itself.
    private const int Deaths = 5;

    [Fact]
    public async Task Ingest_AnEpisodeThatKillsProcesses_IsQuarantinedAndItsNeighboursGetIn()
    {
        var testProject = await LiveTestProject.CreateAsync(database, CrashableQueue.Build);
        var (project, before) = (testProject.Project, await AddAsync(testProject, "g0", "before"));
        var (messages, said) = (await testProject.Realtime.AddMessagesAsync(
            project,
            "t0",
            [Message("first"), Message("fatal") with { CreatedAt = CrashableQueue.Fatal }, Message("last")],
            [],
            null,
            default)).Value;
        var behind = await AddAsync(testProject, "u0", "behind");
        var beside = await AddAsync(testProject, "g1", "beside");

        var (engine, deaths) = await ReplaceTheDeadUntilAsync(testProject.Engine, project, said);
        await using var last = engine;
        foreach (var (_, task) in (IEnumerable<(Guid, Guid)>)[before, behind, beside])
        {
            (await EndOfAsync(engine, project, task)).Status.ShouldBe(IngestTaskStatus.Succeeded);
        }

        var end = await EndOfAsync(engine, project, said);
        end.Status.ShouldBe(IngestTaskStatus.Failed);
        end.Error.ShouldNotBeNull().Code.ShouldBe(ErrorCodes.Poison);
        end.Error.Message.ShouldStartWith("the process died each time this episode was worked on");
        var stored = await engine.Episodes.GetLastEpisodesAsync(project, GraphTarget.ForUser("u0"), 10, default);
        stored.Select(e => e.Uuid).Order().ShouldBe(((Guid[])[messages[0], messages[2], behind.Episode]).Order());
        deaths.ShouldBe(Deaths);
        (await database.ScalarAsync<long>("SELECT count(*) FROM suspect_graph")).ShouldBe(0);
    }

    // As a service manager does.
    private async Task<(RunningEngine Engine, int Deaths)> ReplaceTheDeadUntilAsync(RunningEngine engine, ProjectId project, Guid task)
    {
        for (var deaths = 0; ; deaths++)
        {
            var death = engine.Service<CrashableQueue>().Death;
            await Eventually.TrueAsync(
                async () => death.IsCompleted
                    || (await engine.Service<IRealtimeClient>().GetTaskAsync(project, task, default)).Status == IngestTaskStatus.Failed);
            if (!death.IsCompleted)
            {
                return (engine, deaths);
            }

            deaths.ShouldBeLessThan(2 * Deaths, "it kills one process after another");
            await engine.KillAsync();
            engine = await RunningEngine.StartAsync(database, CrashableQueue.Build);
        }
    }

    private static NewMessage Message(string content) => new() { Role = RoleType.User, Content = content };

    private static async Task<(Guid Episode, Guid Task)> AddAsync(LiveTestProject testProject, string place, string content)
    {
        var target = place[0] == 'u' ? GraphTarget.ForUser(place) : GraphTarget.ForGraph(place);
        var (episode, task) = (await testProject.Realtime.AddEpisodeAsync(
            testProject.Project, LiveTestProject.Episode(place, content) with { Target = target }, null, default)).Value;
        return (episode.Uuid, task);
    }

    private static async Task<IngestTask> EndOfAsync(RunningEngine engine, ProjectId project, Guid task)
    {
        IngestTask? found = null;
        await Eventually.TrueAsync(
            async () => (found = await engine.Service<IRealtimeClient>().GetTaskAsync(project, task, default)).Status >= IngestTaskStatus.Succeeded);
        return found!;
    }
}
