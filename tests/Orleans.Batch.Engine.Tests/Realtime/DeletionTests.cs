using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.Tests.Realtime;

/// <summary>What waits for something that is deleted is given up, and its task says so.</summary>
public sealed class DeletionTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DeleteGraph_WithEpisodesWaiting_FailsTheirTasks(bool read)
    {
        await using var town = await LiveTown.FoundAsync(database, HeldQueue.Build);
        var (gone, failing) = await HeldAsync(town, read, () => AddAsync(town, "g0"));
        var (kept, other) = await AddAsync(town, "g1");

        await town.Memory.DeleteGraphAsync(town.Project, "g0", default);

        ShouldBeGivenUp(await town.Realtime.GetTaskAsync(town.Project, failing, default), "graph g0");
        town.Held.LetGo();
        (await town.EndOfAsync(other)).Status.ShouldBe(IngestTaskStatus.Succeeded);
        await ShouldBeGoneAsync(town, gone);
        (await town.EpisodesAsync("g1")).ShouldBe([kept]);
        ShouldBeGivenUp(await town.Realtime.GetTaskAsync(town.Project, failing, default), "graph g0");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DeleteThread_WithMessagesWaiting_FailsItsTasksAndNoOthers(bool read)
    {
        await using var town = await LiveTown.FoundAsync(database, HeldQueue.Build);
        var (gone, failing) = await HeldAsync(town, read, () => SayAsync(town, "t0"));
        var (kept, other) = await SayAsync(town, "t1");

        await town.Memory.DeleteThreadAsync(town.Project, "t0", default);

        ShouldBeGivenUp(await town.Realtime.GetTaskAsync(town.Project, failing, default), "thread t0");
        town.Held.LetGo();
        (await town.EndOfAsync(other)).Status.ShouldBe(IngestTaskStatus.Succeeded);
        await ShouldBeGoneAsync(town, gone);
        (await town.EpisodesAsync("u0")).ShouldBe([kept]);
    }

    [Fact]
    public async Task DeleteUser_WithMessagesWaiting_FailsTheirTasks()
    {
        await using var town = await LiveTown.FoundAsync(database, HeldQueue.Build);
        var (gone, failing) = await HeldAsync(town, read: false, () => SayAsync(town, "t0"));

        await town.Memory.DeleteUserAsync(town.Project, "u0", default);

        ShouldBeGivenUp(await town.Realtime.GetTaskAsync(town.Project, failing, default), "user u0");
        town.Held.LetGo();
        await ShouldBeGoneAsync(town, gone);
    }

    // Accepted while the deletion was under way, which did not see it: here, by a deletion that looks for nothing.
    [Theory]
    [InlineData("DELETE FROM graph_state WHERE graph_key = (SELECT graph_key FROM memory_user WHERE project_key = $1 AND user_id = 'u0')")]
    [InlineData("DELETE FROM thread WHERE project_key = $1 AND thread_id = 't0'")]
    public async Task Episodes_ThatADeletionMissed_AreGivenUpByTheIngestor(string deletion)
    {
        await using var town = await LiveTown.FoundAsync(database, HeldQueue.Build);
        var (_, failing) = await HeldAsync(town, read: false, () => SayAsync(town, "t0"));
        await database.ExecuteAsync(deletion, town.Project.Value);

        town.Held.LetGo();

        ShouldBeGivenUp(await town.EndOfAsync(failing), "its graph or thread");
        (await database.ScalarAsync<long>("SELECT count(*) FROM realtime_item")).ShouldBe(0);
    }

    private static async Task<(Guid Uuid, Guid Task)> HeldAsync(
        LiveTown town, bool read, Func<Task<(Guid Uuid, Guid Task)>> add)
    {
        if (read)
        {
            town.Held.HoldCommits(); // the ingestor has it in its hands already
        }
        else
        {
            town.Held.HoldReads();
        }

        return await add();
    }

    private static async Task<(Guid Uuid, Guid Task)> AddAsync(LiveTown town, string graph)
    {
        var (episode, task) = (await town.Realtime.AddEpisodeAsync(town.Project, LiveTown.Episode(graph, "x"), null, default)).Value;
        return (episode.Uuid, task);
    }

    private static async Task<(Guid Uuid, Guid Task)> SayAsync(LiveTown town, string thread)
    {
        var (uuids, task) = (await town.Realtime.AddMessagesAsync(
            town.Project, thread, [new NewMessage { Role = RoleType.User, Content = "x" }], [], null, default)).Value;
        return (uuids[0], task);
    }

    private static void ShouldBeGivenUp(IngestTask task, string what)
    {
        task.Status.ShouldBe(IngestTaskStatus.Failed);
        task.CompletedAt.ShouldNotBeNull();
        task.Error.ShouldNotBeNull().Code.ShouldBe(ErrorCodes.DestinationDeleted);
        task.Error.Message.ShouldBe($"{what} was deleted before this was ingested");
    }

    private static async Task ShouldBeGoneAsync(LiveTown town, Guid episode) =>
        (await Should.ThrowAsync<BatchServiceException>(async () => await town.Memory.GetEpisodeAsync(town.Project, episode, default)))
            .Kind.ShouldBe(ErrorKind.NotFound);
}
