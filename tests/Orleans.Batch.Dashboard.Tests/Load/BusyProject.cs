using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Npgsql;

namespace Orleans.Batch.Dashboard.Tests.Load;

/// <summary>A project after four busy weeks: 10,000 past batches, and a draft of 50,000 items over 50,000 graphs.</summary>
internal static class BusyProject
{
    public const int PastBatches = 10_000;
    public const int Items = 50_000;

    private const string InsertBatches =
        """
        INSERT INTO batch (project_key, batch_uuid, status, extraction, metadata, item_count, lane_count,
                           process_number, created_at, updated_at, processed_at, completed_at)
        SELECT $1, gen_random_uuid(), (array[4, 4, 4, 5, 6, 7])[1 + n % 6], 0,
               json_build_object('source', 'export ' || n, 'owner', 'team ' || n % 40)::text, 500, 10,
               n, at, at, at, at + interval '1 minute'
        FROM generate_series(1, $2) n, LATERAL (SELECT sql_now() - ($2 + 200 - n) * interval '4 minutes') t(at)
        """;

    private const string InsertProgress =
        """
        INSERT INTO batch_progress (batch_key, slot, succeeded, failed)
        SELECT batch_key, 0, CASE status WHEN 4 THEN 500 ELSE 480 END, CASE status WHEN 4 THEN 0 ELSE 20 END
        FROM batch WHERE project_key = $1
        """;

    private const string InsertGraphs =
        """
        WITH made AS (
            INSERT INTO graph (project_key, graph_uuid, graph_id, folded_id)
            SELECT $1, gen_random_uuid(), 'g-' || n, 'g-' || n FROM generate_series(1, $2) n RETURNING graph_key)
        INSERT INTO graph_state (graph_key) SELECT graph_key FROM made
        """;

    /// <returns>The draft of 50,000 items.</returns>
    public static async Task<string> FillAsync(DashboardServer server, NewApiKey key, Api api)
    {
        var project = key.Key.Project.Value;
        await server.Database.ExecuteAsync(InsertBatches, project, PastBatches);
        await server.Database.ExecuteAsync(InsertProgress, project);
        await server.Database.ExecuteAsync("UPDATE project SET process_counter = $2 WHERE project_key = $1", project, PastBatches);
        await server.Database.ExecuteAsync(InsertGraphs, project, Items);
        var batch = await api.DraftAsync([], new { source = "all of it" });
        using var lines = new ByteArrayContent(Encoding.UTF8.GetBytes(Lines()));
        lines.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        await api.SendAsync($"batches/{batch}/items", lines);
        return batch;
    }

    /// <summary>
    /// Blocks the graph of the draft's last item until it is disposed: the batch runs as long as pages are requested.
    /// </summary>
    public static async Task<IAsyncDisposable> HoldEndAsync(DashboardServer server, NewApiKey key)
    {
        // Unpooled: disposing ends the session, and the lock with it.
        var connection = new NpgsqlConnection(server.Database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var hold = new NpgsqlCommand(
            $"""
            BEGIN;
            SELECT FROM orleans_batch.graph_state WHERE graph_key =
                (SELECT graph_key FROM orleans_batch.graph WHERE project_key = {key.Key.Project.Value} AND graph_id = 'g-{Items}') FOR UPDATE
            """,
            connection);
        await hold.ExecuteNonQueryAsync();
        return connection;
    }

    private static string Lines()
    {
        var lines = new StringBuilder();
        for (var n = 1; n <= Items; n++)
        {
            lines.Append(CultureInfo.InvariantCulture, $$"""{"type":"graph_episode","graph_id":"g-{{n}}","data_type":"json","data":"{\"id\":\"c-{{n}}\",\"plan\":\"pro\"}"}""").Append('\n');
        }

        return lines.ToString();
    }
}
