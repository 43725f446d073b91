using Orleans.Batch.Engine.IntegrationTests.Operations;
using Orleans.Batch.Graphs;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Facts;

/// <summary>The search index of one graph.</summary>
internal static class IndexState
{
    /// <summary>The index has the facts and nodes of the graph.</summary>
    /// <param name="database">The database.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="exact">
    /// Whether it must have nothing else: it may where it was filled while the graph changed. Searches pass over what is not there.
    /// </param>
    public static async Task CheckAsync(TestDatabase database, string graph, bool exact)
    {
        const string Facts =
            """
            SELECT f.fact_uuid::text FROM fact f, graph g WHERE g.graph_id = $1
            AND f.fact_uuid >= bound_to('00000000-0000-0000-0000-000000000000', g.graph_key) AND f.fact_uuid < bound_to('00000000-0000-0000-0000-000000000000', g.graph_key + 1)
            """;
        const string Nodes =
            """
            SELECT n.node_uuid::text FROM node n, graph g WHERE g.graph_id = $1
            AND n.node_uuid >= bound_to('00000000-0000-0000-0000-000000000000', g.graph_key) AND n.node_uuid < bound_to('00000000-0000-0000-0000-000000000000', g.graph_key + 1)
            """;
        foreach (var (kind, select) in new[] { (0, Facts), (1, Nodes) })
        {
            var (stored, indexed) = (await database.ColumnAsync<string>(select, graph), await DocumentsAsync(database, graph, kind));
            stored.Except(indexed).ShouldBeEmpty($"kind {kind}, not in the index");
            if (exact)
            {
                indexed.Except(stored).ShouldBeEmpty($"kind {kind}, not in the graph");
            }
        }
    }

    /// <summary>Takes a graph into the index, however small it is; one that is there already begins anew.</summary>
    public static async Task BeginAsync(TestDatabase database, string graph)
    {
        await database.ExecuteAsync(
            "DELETE FROM search_document d USING graph g WHERE d.graph_key = g.graph_key AND g.graph_id = $1", graph);
        await database.ExecuteAsync(
            """
            INSERT INTO search_progress (graph_key, through) SELECT graph_key, 0 FROM graph WHERE graph_id = $1
            ON CONFLICT (graph_key) DO UPDATE SET through = 0
            """,
            graph);
    }

    /// <summary>Indexes until everything of the graph is in.</summary>
    public static async Task CatchUpAsync(EngineScenario scenario, TestDatabase database, string graph)
    {
        var index = scenario.Engine.Service<ISearchIndexStore>();
        await Eventually.TrueAsync(async () =>
        {
            await index.IndexAsync(1_000, default);
            return await database.ScalarAsync<bool>(
                """
                SELECT EXISTS (SELECT FROM graph JOIN graph_state s USING (graph_key) JOIN search_progress p USING (graph_key)
                               WHERE graph_id = $1 AND p.through = s.last_number)
                """,
                graph);
        });
    }

    private static Task<IReadOnlyList<string>> DocumentsAsync(TestDatabase database, string graph, int kind) => database.ColumnAsync<string>(
        $"SELECT doc_uuid::text FROM search_document JOIN graph USING (graph_key) WHERE graph_id = $1 AND kind = {kind}", graph);
}
