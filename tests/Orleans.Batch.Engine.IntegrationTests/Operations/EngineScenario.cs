using Orleans.Batch.Batches;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Operations;

/// <summary>An engine with its own project, and short methods for the actions of these tests.</summary>
internal sealed class EngineScenario(RunningEngine engine, TestDatabase database, ProjectId project) : IAsyncDisposable
{
    public RunningEngine Engine => engine;

    public IBatchClient Batches => engine.Batches;

    public IImportClient Imports => engine.Service<IImportClient>();

    public ProjectId Project => project;

    public static async Task<EngineScenario> StartAsync(TestDatabase database, Gate? gate = null, params string[] graphs)
    {
        var engine = await RunningEngine.StartAsync(database, gate is null ? null : gate.Build);
        var scenario = new EngineScenario(engine, database, await database.NewProjectAsync());
        foreach (var graph in graphs)
        {
            await scenario.NewGraphAsync(graph);
        }

        return scenario;
    }

    /// <summary>A scenario where nothing happens by itself, such as to a batch without a wake-up.</summary>
    public static async Task<EngineScenario> SetStillAsync(TestDatabase database, Gate? gate = null, params string[] graphs)
    {
        var still = new Stillness();
        var engine = await RunningEngine.StartAsync(database, services =>
        {
            still.Build(services);
            gate?.Build(services);
        });
        await still.Begun;
        var scenario = new EngineScenario(engine, database, await database.NewProjectAsync());
        foreach (var graph in graphs)
        {
            await scenario.NewGraphAsync(graph);
        }

        return scenario;
    }

    /// <summary>The same project with another engine.</summary>
    public async Task<EngineScenario> AgainAsync(Gate? gate = null) =>
        new(await RunningEngine.StartAsync(database, gate is null ? null : gate.Build), database, project);

    public async Task NewGraphAsync(string graph) => await engine.Graphs.CreateGraphAsync(project, graph, new(), default);

    public static NewBatchItem Item(string graph, string content = "text") => new()
    {
        Kind = ItemKind.GraphEpisode, GraphId = graph, DataType = DataType.Text, Content = content,
    };

    /// <summary>An item that fails: its data type is JSON and its data is not.</summary>
    public static NewBatchItem Bad(string graph) => Item(graph, "{") with { DataType = DataType.Json };

    public static IEnumerable<NewBatchItem> Items(string graph, int count) =>
        Enumerable.Range(0, count).Select(i => Item(graph, $"{graph} {i}"));

    public async Task<Guid> DraftAsync(IEnumerable<NewBatchItem> items)
    {
        var batch = (await Batches.CreateAsync(project, new(), null, default)).Value.BatchId;
        foreach (var part in items.Chunk(Limits.ItemsPerAdd))
        {
            await Batches.AddAsync(project, batch, part, null, default);
        }

        return batch;
    }

    public async Task<Guid> ProcessAsync(IEnumerable<NewBatchItem> items)
    {
        var batch = await DraftAsync(items);
        await Batches.ProcessAsync(project, batch, null, default);
        return batch;
    }

    /// <summary>A queued batch without a wake-up, for a scenario without automatic work, where it must stay queued.</summary>
    public async Task<Guid> QueueAsync(IEnumerable<NewBatchItem> items)
    {
        var batch = await DraftAsync(items);
        await engine.Service<IBatchLifecycleStore>().SealAsync(project, batch, null, null, default);
        return batch;
    }

    public async Task<Guid> EndedAsync(params IEnumerable<NewBatchItem> items)
    {
        var batch = await ProcessAsync(items);
        await EndOfAsync(batch);
        return batch;
    }

    public ValueTask<IdempotentResult<BatchSummary>> RetryAsync(Guid batch, RetrySelection selection) =>
        Batches.RetryAsync(project, batch, selection, null, default);

    /// <summary>A retry that has ended.</summary>
    public async Task<Guid> RetriedAsync(Guid batch, RetrySelection selection)
    {
        var retry = (await RetryAsync(batch, selection)).Value.BatchId;
        await EndOfAsync(retry);
        return retry;
    }

    public Task<BatchSummary> EndOfAsync(Guid batch) => engine.EndOfAsync(project, batch);

    public async Task<BatchSummary> GetAsync(Guid batch) => await Batches.GetAsync(project, batch, default);

    public async Task<IReadOnlyList<BatchItem>> ItemsAsync(Guid batch, ItemStatus? status = null) =>
        (await Batches.ListItemsAsync(project, batch, new BatchItemQuery(1_000, Status: status), default)).Items;

    /// <summary>The content of a graph, in its order.</summary>
    public Task<IReadOnlyList<string>> ContentsAsync(string graph) => database.ColumnAsync<string>(
        """
        SELECT d.content FROM graph g JOIN graph_episode e USING (graph_key) JOIN episode_data d USING (episode_uuid)
        WHERE g.project_key = $1 AND g.graph_id = $2 ORDER BY e.number
        """,
        project.Value,
        graph);

    public Task<long> MessagesAsync(Guid batch) => database.ScalarAsync<long>(
        "SELECT count(*) FROM outbox WHERE subject = $1 AND event_name = 'ingest.batch.completed'", batch);

    public static async Task<BatchServiceException> RefusedAsync<T>(ValueTask<T> call, ErrorKind kind, string code)
    {
        var refusal = await Should.ThrowAsync<BatchServiceException>(async () => await call);
        (refusal.Kind, refusal.Code).ShouldBe((kind, code), refusal.Message);
        return refusal;
    }

    public ValueTask DisposeAsync() => engine.DisposeAsync();
}
