using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Realtime;

/// <summary>Work that waits for a deleted object is given up, and its task reports that.</summary>
public sealed class DeletionTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DeleteGraph_WithEpisodesWaiting_FailsTheirTasks(bool read)
    {
        await using var testProject = await LiveTestProject.CreateAsync(database, HeldQueue.Build);
        var (gone, failing) = await HeldAsync(testProject, read, () => AddAsync(testProject, "g0"));
        var (kept, other) = await AddAsync(testProject, "g1");

        await testProject.Graphs.DeleteGraphAsync(testProject.Project, "g0", default);

        ShouldBeGivenUp(await testProject.Realtime.GetTaskAsync(testProject.Project, failing, default), "graph g0");
        testProject.Held.LetGo();
        (await testProject.EndOfAsync(other)).Status.ShouldBe(IngestTaskStatus.Succeeded);
        await ShouldBeGoneAsync(testProject, gone);
        (await testProject.EpisodesAsync("g1")).ShouldBe([kept]);
        ShouldBeGivenUp(await testProject.Realtime.GetTaskAsync(testProject.Project, failing, default), "graph g0");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DeleteThread_WithMessagesWaiting_FailsItsTasksAndNoOthers(bool read)
    {
        await using var testProject = await LiveTestProject.CreateAsync(database, HeldQueue.Build);
        var (gone, failing) = await HeldAsync(testProject, read, () => SayAsync(testProject, "t0"));
        var (kept, other) = await SayAsync(testProject, "t1");

        await testProject.Threads.DeleteThreadAsync(testProject.Project, "t0", default);

        ShouldBeGivenUp(await testProject.Realtime.GetTaskAsync(testProject.Project, failing, default), "thread t0");
        testProject.Held.LetGo();
        (await testProject.EndOfAsync(other)).Status.ShouldBe(IngestTaskStatus.Succeeded);
        await ShouldBeGoneAsync(testProject, gone);
        (await testProject.EpisodesAsync("u0")).ShouldBe([kept]);
    }

    [Fact]
    public async Task DeleteUser_WithMessagesWaiting_FailsTheirTasks()
    {
        await using var testProject = await LiveTestProject.CreateAsync(database, HeldQueue.Build);
        var (gone, failing) = await HeldAsync(testProject, read: false, () => SayAsync(testProject, "t0"));

        await testProject.Users.DeleteUserAsync(testProject.Project, "u0", default);

        ShouldBeGivenUp(await testProject.Realtime.GetTaskAsync(testProject.Project, failing, default), "user u0");
        testProject.Held.LetGo();
        await ShouldBeGoneAsync(testProject, gone);
    }

    // Accepted during the deletion, which did not see it: here, by a deletion that looks for nothing.
    [Theory]
    [InlineData("DELETE FROM graph_state WHERE graph_key = (SELECT graph_key FROM memory_user WHERE project_key = $1 AND user_id = 'u0')")]
    [InlineData("DELETE FROM thread WHERE project_key = $1 AND thread_id = 't0'")]
    public async Task Episodes_ThatADeletionMissed_AreGivenUpByTheIngestor(string deletion)
    {
        await using var testProject = await LiveTestProject.CreateAsync(database, HeldQueue.Build);
        var (_, failing) = await HeldAsync(testProject, read: false, () => SayAsync(testProject, "t0"));
        await database.ExecuteAsync(deletion, testProject.Project.Value);

        testProject.Held.LetGo();

        ShouldBeGivenUp(await testProject.EndOfAsync(failing), "its graph or thread");
        (await database.ScalarAsync<long>("SELECT count(*) FROM realtime_item")).ShouldBe(0);
    }

    private static async Task<(Guid Uuid, Guid Task)> HeldAsync(
        LiveTestProject testProject, bool read, Func<Task<(Guid Uuid, Guid Task)>> add)
    {
        if (read)
        {
            testProject.Held.HoldCommits(); // the ingestor already holds it
        }
        else
        {
            testProject.Held.HoldReads();
        }

        return await add();
    }

    private static async Task<(Guid Uuid, Guid Task)> AddAsync(LiveTestProject testProject, string graph)
    {
        var (episode, task) = (await testProject.Realtime.AddEpisodeAsync(testProject.Project, LiveTestProject.Episode(graph, "x"), null, default)).Value;
        return (episode.Uuid, task);
    }

    private static async Task<(Guid Uuid, Guid Task)> SayAsync(LiveTestProject testProject, string thread)
    {
        var (uuids, task) = (await testProject.Realtime.AddMessagesAsync(
            testProject.Project, thread, [new NewMessage { Role = RoleType.User, Content = "x" }], [], null, default)).Value;
        return (uuids[0], task);
    }

    private static void ShouldBeGivenUp(IngestTask task, string what)
    {
        task.Status.ShouldBe(IngestTaskStatus.Failed);
        task.CompletedAt.ShouldNotBeNull();
        task.Error.ShouldNotBeNull().Code.ShouldBe(ErrorCodes.DestinationDeleted);
        task.Error.Message.ShouldBe($"{what} was deleted before this was ingested");
    }

    private static async Task ShouldBeGoneAsync(LiveTestProject testProject, Guid episode) =>
        (await Should.ThrowAsync<BatchServiceException>(async () => await testProject.Episodes.GetEpisodeAsync(testProject.Project, episode, default)))
            .Kind.ShouldBe(ErrorKind.NotFound);
}
