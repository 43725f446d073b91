using Npgsql;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.TestKit.Facts;
using Orleans.Batch.TestKit.Promise;

namespace Orleans.Batch.EndToEnd.Faults;

/// <summary>Tests the checker of facts itself: it finds each way in which a graph can differ from its items.</summary>
[Collection(FaultCollection.Name)]
public sealed class GraphFactsCheckTests(CrashSite site) : IClassFixture<CrashSite>
{
    [Theory]
    [InlineData("lost", "DELETE FROM fact WHERE fact_uuid = $1", "its items say")]
    [InlineData("open", "UPDATE fact SET invalid_at = NULL, expired_at = NULL WHERE fact_uuid = $1", "it says, and its items do not")]
    [InlineData("late", "UPDATE fact SET valid_at = valid_at + interval '1 microsecond' WHERE fact_uuid = $1", "it says, and its items do not")]
    [InlineData("nameless", "UPDATE node SET name = upper(name) WHERE node_uuid = (SELECT source_node FROM fact WHERE fact_uuid = $1)", "node CUSTOMER-")]
    [InlineData("unsaid", "DELETE FROM graph_episode WHERE episode_uuid = (SELECT episode_uuid FROM fact WHERE fact_uuid = $1)", "it says, and its items do not")]
    public async Task Run_TablesTamperedWith_SaysSo(string name, string sql, string expected)
    {
        var ledger = new Ledger();
        using var api = new RetryingClient(site.Url, site.Key, ledger, Eventually.MaxWait);
        var history = new SupportHistory(name, seed: 2);
        await history.CreateDestinationsAsync(api);
        await new LoadingClient(api, ledger, new LoadProgress(), name, withKeys: true).LoadAsync(history.NextBatch(200));
        var connectionString = await site.ConnectionStringAsync();
        var (wrong, facts) = await GraphFactsCheck.RunAsync(connectionString, $"{name}-");
        wrong.ShouldBeEmpty();
        facts.ShouldBeGreaterThan(200);

        await TamperAsync(connectionString, $"{name}-graph-0", sql);

        (await GraphFactsCheck.RunAsync(connectionString, $"{name}-")).Wrong.ShouldContain(w => w.Contains(expected));
    }

    // A plan that has ended: each modification contradicts one of its facts.
    private static async Task TamperAsync(string connectionString, string graph, string sql)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = Database.SchemaName, Pooling = false };
        await using var database = NpgsqlDataSource.Create(settings.ConnectionString);
        await using var select = database.CreateCommand(
            """
            SELECT f.fact_uuid FROM fact f JOIN graph_episode e USING (episode_uuid) JOIN graph g USING (graph_key)
            WHERE g.graph_id = $1 AND f.name = 'PLAN' AND f.invalid_at > f.valid_at ORDER BY 1 LIMIT 1
            """);
        select.Parameters.Add(new() { Value = graph });
        var fact = await select.ExecuteScalarAsync();
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = fact });
        (await command.ExecuteNonQueryAsync()).ShouldBe(1);
    }
}
