using Orleans.Batch.PostgreSql.Realtime;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Graphs;

/// <summary>Deletions that run as tasks, and the list of tasks.</summary>
public sealed class DeletionTaskTests(TestDatabase database) : MemoryFixture(database)
{
    private readonly TaskStore _tasks = new TaskStore(database.Database);

    [Fact]
    public async Task Delete_OfAUser_EndsWithThePurge()
    {
        await NewThreadAsync("ann", "t1");
        var user = (await Users.FindUserAsync(Project, "ann", default))!;
        var task = Guid.NewGuid();

        (await Deletion.DeleteAsync(Project, user.Uuid, AddressKind.User, task, default)).Found.ShouldBeTrue();

        (await Users.FindUserAsync(Project, "ann", default)).ShouldBeNull();
        var open = (await ListAsync()).Single();
        (open.TaskId, open.Type, open.Status, open.CompletedAt).ShouldBe((task, IngestTaskType.DeleteUser, IngestTaskStatus.Pending, null));
        while (await Purge.PurgeDeletedAsync(100, default))
        {
            // Until everything is removed.
        }

        var ended = (await ListAsync()).Single();
        (ended.Status, ended.ItemsEnded).ShouldBe((IngestTaskStatus.Succeeded, 1));
        ended.CompletedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Delete_Again_FindsTheTaskAndNothingElse()
    {
        var graph = await NewGraphAsync("g1");
        var task = Guid.NewGuid();
        (await Deletion.DeleteAsync(Project, graph.Uuid, AddressKind.Graph, task, default)).Found.ShouldBeTrue();

        (await Deletion.DeleteAsync(Project, graph.Uuid, AddressKind.Graph, task, default)).Found.ShouldBeTrue();
        (await Deletion.DeleteAsync(Project, graph.Uuid, AddressKind.Graph, Guid.NewGuid(), default)).Found.ShouldBeFalse();
        (await ListAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Delete_OfAnotherKindOrProject_FindsNothing()
    {
        await NewThreadAsync("ann", "t1");
        var user = (await Users.FindUserAsync(Project, "ann", default))!;
        var other = await Database.NewProjectAsync();

        (await Deletion.DeleteAsync(Project, user.Uuid, AddressKind.Thread, Guid.NewGuid(), default)).Found.ShouldBeFalse();
        (await Deletion.DeleteAsync(Project, user.GraphUuid, AddressKind.Graph, Guid.NewGuid(), default)).Found.ShouldBeFalse();
        (await Deletion.DeleteAsync(other, user.Uuid, AddressKind.User, Guid.NewGuid(), default)).Found.ShouldBeFalse();
        (await Users.FindUserAsync(Project, "ann", default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task List_OfTasksAndBatches_IsNewestFirstAndPaged()
    {
        for (var i = 0; i < 3; i++)
        {
            var graph = await NewGraphAsync($"g{i}");
            await Deletion.DeleteAsync(Project, graph.Uuid, AddressKind.Graph, Guid.NewGuid(), default);
            await ProcessedBatchAsync();
        }

        await Database.ScalarAsync<long>(
            "INSERT INTO batch (project_key, batch_uuid, extraction) VALUES ($1, gen_random_uuid(), 0) RETURNING batch_key", Project.Value);
        var all = await ListAsync(2);

        all.Count.ShouldBe(6);
        all.Select(t => t.Type).ShouldBe(
        [
            IngestTaskType.Batch, IngestTaskType.DeleteGraph, IngestTaskType.Batch, IngestTaskType.DeleteGraph, IngestTaskType.Batch,
            IngestTaskType.DeleteGraph,
        ]);
        (await ListAsync(10, new TaskQuery(Status: IngestTaskStatus.Partial))).Count.ShouldBe(3);
        (await ListAsync(10, new TaskQuery(Type: IngestTaskType.DeleteGraph))).Count.ShouldBe(3);
        (await ListAsync(10, new TaskQuery(Status: IngestTaskStatus.Partial, Type: IngestTaskType.DeleteGraph))).ShouldBeEmpty();
    }

    private Task<long> ProcessedBatchAsync() => Database.ScalarAsync<long>(
        """
        INSERT INTO batch (project_key, batch_uuid, extraction, status, processed_at, completed_at)
        VALUES ($1, gen_random_uuid(), 0, $2, sql_now(), sql_now()) RETURNING batch_key
        """,
        Project.Value,
        (short)BatchStatus.Partial);

    private async Task<List<IngestTask>> ListAsync(int limit = 10, TaskQuery? query = null)
    {
        var all = new List<IngestTask>();
        string? cursor = null;
        do
        {
            var page = await _tasks.ListTasksAsync(Project, (query ?? new TaskQuery()) with { Limit = limit, Cursor = cursor }, default);
            all.AddRange(page.Tasks);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return all;
    }
}
