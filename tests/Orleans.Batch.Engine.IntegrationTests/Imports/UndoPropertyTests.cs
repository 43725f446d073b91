using FsCheck.Fluent;
using Orleans.Batch.Engine.IntegrationTests.Facts;
using Orleans.Batch.Engine.IntegrationTests.Operations;
using Orleans.Batch.Facts;
using Orleans.Batch.TestKit.Facts;
using Orleans.Batch.TestKit.PostgreSql;
using Xunit.Abstractions;

namespace Orleans.Batch.Engine.IntegrationTests.Imports;

/// <summary>
/// A graph that received three imports, one of which is undone while live writes come, is the graph that never received it.
/// </summary>
public sealed class UndoPropertyTests(TestDatabase database, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    private const int EpisodesPerGraph = 250;
    private const int Graphs = 4;
    private const int Undone = 1;

    [Theory]
    [InlineData(40)]
    [InlineData(2)]
    public async Task UndoneImport_LeavesTheGraphAsIfItHadNeverCome(int subjects)
    {
        await using var scenario = await EngineScenario.StartAsync(database);
        await database.ExecuteAsync("UPDATE project SET extraction = 1 WHERE project_key = $1", scenario.Project.Value);

        PropertyTest.Check(
            Gen.ArrayOf(Statement.About(subjects), EpisodesPerGraph), Graphs, output, history => CheckAsync(scenario, history));
    }

    private async Task CheckAsync(EngineScenario scenario, Statement[] history)
    {
        var inOrder = history.OrderBy(s => s.IsRealtime).ThenBy(s => s.Channel).ToArray();
        var (graph, twin) = ($"g-{Guid.NewGuid()}", $"t-{Guid.NewGuid()}");
        var orders = new Dictionary<Guid, int>();
        await scenario.NewGraphAsync(graph);
        await scenario.NewGraphAsync(twin);
        await IndexState.BeginAsync(database, graph);
        var imports = new Dictionary<int, Guid>();
        for (var channel = 0; channel < Statement.Batches; channel++)
        {
            imports.Add(channel, await LoadAsync(scenario, graph, inOrder, channel, orders));
            if (channel != Undone)
            {
                await LoadAsync(scenario, twin, inOrder, channel, orders);
            }
        }

        await IndexState.CatchUpAsync(scenario, database, graph);
        var preview = await scenario.Imports.PreviewUndoAsync(scenario.Project, imports[Undone], default);
        var episodes = inOrder.Count(s => s.Channel == Undone);
        (preview.Episodes, preview.Graphs).ShouldBe((episodes, Math.Min(episodes, 1)));

        await scenario.Imports.UndoImportAsync(scenario.Project, imports[Undone], default);
        await WriteLiveAsync(scenario, graph, inOrder, orders);
        var end = await scenario.EndOfUndoAsync(imports[Undone]);
        await WriteLiveAsync(scenario, twin, inOrder, orders);

        (end.Undo!.RemovedEpisodes, end.Undo.PercentComplete).ShouldBe((episodes, 100));
        var (left, never) = (await ReadAsync(graph, orders), await ReadAsync(twin, orders));
        left.Facts.ShouldBe(never.Facts);
        left.Nodes.ShouldBe(never.Nodes);
        left.Facts.ShouldBe((await ExpectAsync(inOrder)).Facts);
        (await database.ScalarAsync<long>(
            "SELECT count(*) FROM episode_data d JOIN batch b USING (batch_key) JOIN import i USING (import_key) WHERE i.import_uuid = $1",
            imports[Undone])).ShouldBe(0, "payloads");
        (await database.ScalarAsync<long>("SELECT count(*) FROM undo_node")).ShouldBe(0);
        await IndexState.CatchUpAsync(scenario, database, graph);
        await IndexState.CheckAsync(database, graph, exact: false);
    }

    private static async Task<ExpectedGraph> ExpectAsync(Statement[] inOrder)
    {
        var expected = new ExpectedGraph();
        foreach (var (order, statement) in inOrder.Index().Where(s => s.Item.Channel != Undone))
        {
            await expected.AddAsync(statement.At(order));
        }

        return expected;
    }

    private static async Task<Guid> LoadAsync(
        EngineScenario scenario, string graph, Statement[] inOrder, int channel, Dictionary<Guid, int> orders)
    {
        var import = await scenario.NewImportAsync();
        var own = inOrder.Index().Where(s => s.Item.Channel == channel).ToList();
        foreach (var part in own.Chunk(40))
        {
            var batch = (await scenario.Batches.CreateAsync(
                scenario.Project, new() { Extraction = ExtractionMode.Deterministic, ImportId = import }, null, default)).Value.BatchId;
            NewBatchItem[] items =
            [
                .. part.Select(s => EngineScenario.Item(graph, s.Item.Content) with { DataType = s.Item.DataType, CreatedAt = s.Item.CreatedAt }),
            ];
            var added = (await scenario.Batches.AddAsync(scenario.Project, batch, items, null, default)).Value.Items;
            foreach (var (item, statement) in added.Zip(part))
            {
                orders.Add(item.EpisodeUuid, statement.Index);
            }

            await scenario.Batches.ProcessAsync(scenario.Project, batch, null, default);
            (await scenario.EndOfAsync(batch)).Status.ShouldBe(BatchStatus.Succeeded);
        }

        (await scenario.CloseAsync(import)).Status.ShouldBe(ImportStatus.Succeeded);
        return import;
    }

    private async Task WriteLiveAsync(EngineScenario scenario, string graph, Statement[] inOrder, Dictionary<Guid, int> orders)
    {
        var realtime = scenario.Engine.Service<IRealtimeClient>();
        foreach (var (order, statement) in inOrder.Index().Where(s => s.Item.IsRealtime))
        {
            var accepted = await realtime.AddEpisodeAsync(
                scenario.Project,
                new()
                {
                    Target = GraphTarget.ForGraph(graph), Content = statement.Content, DataType = statement.DataType, CreatedAt = statement.CreatedAt,
                },
                null,
                default);
            orders.Add(accepted.Value.Episode.Uuid, order);
        }

        var live = inOrder.Count(s => s.IsRealtime);
        await Eventually.TrueAsync(async () => await database.ScalarAsync<long>(
            """
            SELECT count(*) FROM graph_episode e JOIN graph USING (graph_key) JOIN episode_data d USING (episode_uuid)
            WHERE graph_id = $1 AND d.batch_key IS NULL
            """,
            graph) == live);
    }

    private async Task<(IReadOnlyList<string> Facts, IReadOnlyList<string> Nodes)> ReadAsync(string graph, Dictionary<Guid, int> orders)
    {
        await using var connection = await database.Database.Requests.OpenConnectionAsync();
        var graphKey = await database.ScalarAsync<long>("SELECT graph_key FROM graph WHERE graph_id = $1", graph);
        var nodes = await database.ColumnAsync<string>(
            "SELECT name || ' ' || labels::text FROM node WHERE node_uuid >= $1 AND node_uuid < $2 ORDER BY name COLLATE \"C\"",
            GraphBoundId.First(graphKey),
            GraphBoundId.Beyond(graphKey));
        return (await new StoredGraph(connection, graphKey, orders).FactsAsync(), nodes);
    }
}
