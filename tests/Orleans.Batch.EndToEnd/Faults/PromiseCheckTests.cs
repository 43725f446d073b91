using Npgsql;
using Orleans.Batch.LocalPostgres;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.TestKit.Promise;

namespace Orleans.Batch.EndToEnd.Faults;

/// <summary>Tests the checker itself: it finds each violation that is made in the tables by hand.</summary>
[Collection(FaultCollection.Name)]
public sealed class PromiseCheckTests(CrashSite site) : IClassFixture<CrashSite>
{
    private const string Pristine = "pristine";

    [Fact]
    public async Task Run_TablesTamperedWith_NamesEachViolation()
    {
        var ledger = new Ledger();
        using var api = new RetryingClient(site.Url, site.Key, ledger, Eventually.MaxWait);
        var history = new SupportHistory("tampered", seed: 1);
        await history.CreateDestinationsAsync(api);
        await new LoadingClient(api, ledger, new LoadProgress(), "tampered", withKeys: true).LoadAsync(history.NextBatch(200));
        var database = await site.ConnectionStringAsync();
        (await PromiseCheck.RunAsync(database, ledger)).ShouldBeEmpty();

        await CopyAsync(database, PrivatePostgres.DatabaseName, Pristine);

        const string Victim = "(SELECT episode_uuid FROM graph_episode ORDER BY episode_uuid LIMIT 1)";
        await ViolationsAsync(database, ledger, $"DELETE FROM graph_episode WHERE episode_uuid = {Victim}", "lost: item", "counts:");
        await ViolationsAsync(database, ledger, $"DELETE FROM batch_item WHERE episode_uuid = {Victim}", "lost: item", "counts:");
        await ViolationsAsync(
            database,
            ledger,
            $"INSERT INTO graph_episode SELECT graph_key + 1000000, episode_uuid, 1, reference_time, thread_key, ingested_at FROM graph_episode WHERE episode_uuid = {Victim}",
            "doubled: item");
        await ViolationsAsync(
            database,
            ledger,
            """
            UPDATE graph_episode g SET number = -g.number
            WHERE graph_key = (SELECT graph_key FROM graph_episode GROUP BY 1 HAVING count(*) > 2 LIMIT 1)
            """,
            "order: episode");
        await ViolationsAsync(
            database,
            ledger,
            "UPDATE episode_data SET content = (SELECT max(content) FROM episode_data) WHERE content = (SELECT min(content) FROM episode_data)",
            "is not the one that was acknowledged", "doubled: 2 items");
        await ViolationsAsync(database, ledger, "UPDATE batch_progress SET succeeded = succeeded + 1 WHERE (batch_key, slot) = (SELECT batch_key, slot FROM batch_progress LIMIT 1)", "counts:");
        await ViolationsAsync(database, ledger, "UPDATE item_outcome SET code = 'poison'", "should have ended with 'invalid_json_data'");
        await ViolationsAsync(database, ledger, "UPDATE batch SET status = 6", "ended Failed, its counts say Partial", "was partial when last seen");
        await ViolationsAsync(database, ledger, "UPDATE batch SET status = 2", "has not ended", "outbox:");
        await ViolationsAsync(database, ledger, "DELETE FROM outbox", "outbox: 0 messages");
        await ViolationsAsync(database, ledger, "DELETE FROM batch", "lost: batch");
    }

    [Theory]
    [InlineData("succeeded", "processing")]
    [InlineData("succeeded", "partial")]
    [InlineData("processing", "queued")]
    [InlineData("processing", "invalid")]
    public void Run_StatusesNoBatchGoesThrough_AreNamed(string first, string then) =>
        StatusHistory.Check([(first, 0), (then, 0)]).ShouldNotBeEmpty();

    private static async Task ViolationsAsync(string connectionString, Ledger ledger, string tampering, params string[] expected)
    {
        const string Copy = "tampered";
        await CopyAsync(connectionString, Pristine, Copy);
        await using (var copy = Open(connectionString, Copy))
        {
            await copy.OpenAsync();
            await RunAsync(copy, tampering);
        }

        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Database = Copy };
        var wrong = await PromiseCheck.RunAsync(settings.ConnectionString, ledger);
        foreach (var text in expected)
        {
            wrong.ShouldContain(w => w.Contains(text), $"{tampering}\n{string.Join('\n', wrong)}");
        }
    }

    private static async Task CopyAsync(string connectionString, string from, string to)
    {
        await using var administration = Open(connectionString, "postgres");
        await administration.OpenAsync();
        await RunAsync(administration, $"DROP DATABASE IF EXISTS {to}");

        // A database in use cannot be copied, and the server reconnects to its own.
        await Eventually.TrueAsync(
            async () =>
            {
                await RunAsync(administration, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{from}'");
                await RunAsync(administration, $"CREATE DATABASE {to} TEMPLATE {from}");
                return true;
            });
    }

    private static NpgsqlConnection Open(string connectionString, string database) => new(
        new NpgsqlConnectionStringBuilder(connectionString)
        {
            Database = database,
            SearchPath = Database.SchemaName,
            Pooling = false,
        }.ConnectionString);

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
