using FsCheck.Fluent;
using Orleans.Batch.Engine.IntegrationTests.Operations;
using Orleans.Batch.TestKit.Facts;
using Orleans.Batch.TestKit.PostgreSql;
using Xunit.Abstractions;

namespace Orleans.Batch.Engine.IntegrationTests.Facts;

/// <summary>
/// Any order of arrival, and any split between batches and real time, give the same graph: facts with their times and
/// episodes, and nodes with their names.
/// </summary>
public sealed class OrderOfArrivalTests(TestDatabase database, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    // Each subject has at least three timelines, each with its own history: 12,000 and more.
    private const int Subjects = 200;
    private const int StatementsPerGraph = 1_000;
    private const int Graphs = 20;

    // One subject has so many statements of one moment that a commit reads them in several steps.
    [Theory]
    [InlineData(Subjects)]
    [InlineData(1)]
    public async Task AnyOrderOfArrival_TheGraphIsWhatItsItemsSayInOrderOfTime(int subjects)
    {
        await using var scenario = await EngineScenario.StartAsync(database);
        await database.ExecuteAsync("UPDATE project SET extraction = 1 WHERE project_key = $1", scenario.Project.Value);
        var histories = Gen.ArrayOf(Statement.About(subjects), StatementsPerGraph);

        PropertyTest.Check(histories, Graphs, output, history => CheckAsync(scenario, history));
    }

    private async Task CheckAsync(EngineScenario scenario, Statement[] history)
    {
        var graph = $"g-{Guid.NewGuid()}";
        await scenario.NewGraphAsync(graph);
        var inOrder = history.OrderBy(s => s.IsRealtime).ThenBy(s => s.Channel).ToArray();

        var episodes = await LoadAsync(scenario, graph, inOrder);

        var expected = new ExpectedGraph();
        for (var order = 0; order < inOrder.Length; order++)
        {
            await expected.AddAsync(inOrder[order].At(order));
        }

        await using var connection = await database.Database.Requests.OpenConnectionAsync();
        var graphKey = await database.ScalarAsync<long>("SELECT graph_key FROM graph WHERE graph_id = $1", graph);
        var stored = new StoredGraph(connection, graphKey, episodes);
        (await stored.FactsAsync()).ShouldBe(expected.Facts);
        (await stored.NamesAsync()).ShouldBe(expected.Names);
    }

    /// <summary>Adds the batches one after the other, and live writes beside them.</summary>
    /// <returns>The order of each episode.</returns>
    private async Task<Dictionary<Guid, int>> LoadAsync(EngineScenario scenario, string graph, Statement[] inOrder)
    {
        var orders = new Dictionary<Guid, int>();
        var batches = new List<Guid>();
        var order = 0;
        foreach (var channel in inOrder.Where(s => !s.IsRealtime).GroupBy(s => s.Channel))
        {
            var batch = (await scenario.Batches.CreateAsync(
                scenario.Project, new() { Extraction = ExtractionMode.Deterministic }, null, default)).Value.BatchId;
            foreach (var part in channel.Chunk(Limits.ItemsPerAdd))
            {
                var added = await scenario.Batches.AddAsync(scenario.Project, batch, [.. part.Select(s => Item(graph, s))], null, default);
                foreach (var item in added.Value.Items)
                {
                    orders.Add(item.EpisodeUuid, order++);
                }
            }

            batches.Add(batch);
        }

        var live = inOrder.Where(s => s.IsRealtime).ToArray();
        await Task.WhenAll(ProcessAsync(scenario, batches), SendAsync(scenario, graph, live, orders, order));
        foreach (var batch in batches)
        {
            (await scenario.EndOfAsync(batch)).Status.ShouldBe(BatchStatus.Succeeded);
        }

        await Eventually.TrueAsync(
            async () => await database.ScalarAsync<long>(
                "SELECT count(*) FROM graph_episode JOIN graph USING (graph_key) WHERE graph_id = $1", graph) == inOrder.Length);
        return orders;
    }

    private static async Task ProcessAsync(EngineScenario scenario, List<Guid> batches)
    {
        foreach (var batch in batches)
        {
            await scenario.Batches.ProcessAsync(scenario.Project, batch, null, default);
        }
    }

    private static async Task SendAsync(
        EngineScenario scenario, string graph, Statement[] live, Dictionary<Guid, int> orders, int order)
    {
        var realtime = scenario.Engine.Service<IRealtimeClient>();
        foreach (var statement in live)
        {
            var accepted = (await realtime.AddEpisodeAsync(
                scenario.Project,
                new()
                {
                    Target = GraphTarget.ForGraph(graph),
                    Content = statement.Content,
                    DataType = statement.DataType,
                    CreatedAt = statement.CreatedAt,
                },
                null,
                default)).Value;
            orders.Add(accepted.Episode.Uuid, order++);
        }
    }

    private static NewBatchItem Item(string graph, Statement statement) =>
        EngineScenario.Item(graph, statement.Content) with { DataType = statement.DataType, CreatedAt = statement.CreatedAt };
}
