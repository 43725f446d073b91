using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.Chaos.Checks;

/// <summary>The content of the tables when no work is pending, read in a few passes.</summary>
public sealed class StoredState
{
    private const string SelectBatches =
        """
        SELECT b.batch_key, b.batch_uuid, b.status, b.process_number, b.item_count, substring(b.metadata FROM 'mark[0-9]+'),
               b.cancel_requested_at IS NOT NULL, b.paused_at IS NOT NULL, b.retry_of,
               coalesce(p.succeeded, 0), coalesce(p.failed, 0), coalesce(p.skipped, 0), coalesce(p.canceled, 0), coalesce(p.begun, 0),
               coalesce(l.open, 0), coalesce(h.pauses, 0), coalesce(h.resumes, 0),
               to_char(b.completed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
        FROM batch b
        LEFT JOIN (SELECT batch_key, sum(succeeded)::int AS succeeded, sum(failed)::int AS failed, sum(skipped)::int AS skipped,
                          sum(canceled)::int AS canceled, sum(lanes_begun)::int AS begun
                   FROM batch_progress GROUP BY 1) p USING (batch_key)
        LEFT JOIN (SELECT lane_key >> 20 AS batch_key, count(*)::int AS open FROM lane WHERE state = 0 GROUP BY 1) l USING (batch_key)
        LEFT JOIN (SELECT batch_key, count(*)::int AS pauses, count(resumed_at)::int AS resumes FROM batch_pause GROUP BY 1) h USING (batch_key)
        ORDER BY b.batch_key
        """;

    private const string SelectItems =
        """
        SELECT i.batch_key, i.sequence, i.episode_uuid, i.destination_id, e.content,
               CASE WHEN o.status IS NOT NULL THEN o.status
                    WHEN b.status IN (0, 3) THEN 0
                    WHEN b.status = 1 THEN 1
                    WHEN b.status = 7 AND b.lane_count IS NULL THEN 6
                    WHEN l.cursor > li.position OR l.lane_key IS NULL THEN 3
                    WHEN l.state = 2 THEN 6
                    WHEN l.cursor = li.position AND l.cursor > 0 THEN 2
                    ELSE 1 END::smallint,
               o.code, r.retry_key IS NOT NULL
        FROM batch_item i
        JOIN batch b USING (batch_key)
        LEFT JOIN episode_data e USING (episode_uuid)
        LEFT JOIN item_outcome o ON o.batch_key = i.batch_key AND o.sequence = i.sequence
        LEFT JOIN lane_item li ON li.batch_key = i.batch_key AND li.sequence = i.sequence
        LEFT JOIN lane l ON l.lane_key = li.lane_key
        LEFT JOIN item_retry r ON r.batch_key = i.batch_key AND r.sequence = i.sequence
        ORDER BY i.batch_key, i.sequence
        """;

    private const string SelectEpisodes =
        """
        SELECT g.graph_key, g.episode_uuid, g.number, d.content, d.episode_uuid IS NOT NULL AND d.batch_key IS NULL
        FROM graph_episode g LEFT JOIN episode_data d USING (episode_uuid) ORDER BY g.graph_key, g.number
        """;

    private const string SelectGraphs =
        """
        SELECT g.graph_key, coalesce(g.graph_id, u.user_id), coalesce(g.name, u.first_name)
        FROM graph g LEFT JOIN memory_user u USING (graph_key)
        """;

    private StoredState(
        List<BatchRow> batches,
        List<ItemRow> items,
        List<EpisodeRow> episodes,
        List<LiveRow> lives,
        List<GraphRow> graphs,
        List<string> threads,
        List<MessageRow> messages)
    {
        Batches = batches;
        Items = items.ToLookup(i => i.BatchKey);
        ItemsByEpisode = items.ToLookup(i => i.Episode);
        Episodes = episodes;
        EpisodesById = episodes.ToLookup(e => e.Episode);
        Lives = lives.ToLookup(l => l.Content);
        Graphs = graphs.ToDictionary(g => g.Id);
        Threads = threads.ToHashSet();
        Messages = messages.ToLookup(m => m.Batch);
    }

    public IReadOnlyList<BatchRow> Batches { get; }

    /// <summary>The items of a batch by its key, in order.</summary>
    public ILookup<long, ItemRow> Items { get; }

    public ILookup<Guid, ItemRow> ItemsByEpisode { get; }

    /// <summary>All episodes by graph, in the order of the graph.</summary>
    public IReadOnlyList<EpisodeRow> Episodes { get; }

    public ILookup<Guid, EpisodeRow> EpisodesById { get; }

    /// <summary>Live writes by content.</summary>
    public ILookup<string, LiveRow> Lives { get; }

    /// <summary>Graphs by their id, or by the id of their user.</summary>
    public IReadOnlyDictionary<string, GraphRow> Graphs { get; }

    public IReadOnlySet<string> Threads { get; }

    /// <summary>Messages by their batch.</summary>
    public ILookup<Guid, MessageRow> Messages { get; }

    public static async Task<StoredState> ReadAsync(string connectionString)
    {
        // Tables that have just grown have no statistics: a nested loop over them takes minutes.
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            SearchPath = Database.SchemaName, Pooling = false, Options = "-c enable_nestloop=off -c jit=off", CommandTimeout = 300,
        };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        return new StoredState(
            await RowsAsync(connection, SelectBatches, r => new BatchRow(
                r.GetInt64(0), r.GetGuid(1), (BatchStatus)r.GetInt16(2), r.IsDBNull(3) ? null : r.GetInt64(3), r.GetInt32(4), Text(r, 5),
                r.GetBoolean(6), r.GetBoolean(7), r.IsDBNull(8) ? null : r.GetGuid(8), r.GetInt32(9), r.GetInt32(10), r.GetInt32(11),
                r.GetInt32(12), r.GetInt32(13), r.GetInt32(14), r.GetInt32(15), r.GetInt32(16), Text(r, 17))),
            await RowsAsync(connection, SelectItems, r => new ItemRow(
                r.GetInt64(0), r.GetInt32(1), r.GetGuid(2), r.GetString(3), Text(r, 4), (ItemStatus)r.GetInt16(5), Text(r, 6), r.GetBoolean(7))),
            await RowsAsync(connection, SelectEpisodes, r => new EpisodeRow(
                r.GetInt64(0), r.GetGuid(1), r.GetInt64(2), Text(r, 3), r.GetBoolean(4))),
            await RowsAsync(
                connection, "SELECT episode_uuid, content FROM episode_data WHERE batch_key IS NULL", r => new LiveRow(r.GetGuid(0), r.GetString(1))),
            await RowsAsync(connection, SelectGraphs, r => new GraphRow(r.GetInt64(0), r.GetString(1), Text(r, 2))),
            await RowsAsync(connection, "SELECT thread_id FROM thread", r => r.GetString(0)),
            await RowsAsync(
                connection,
                "SELECT message_uuid, subject, payload FROM outbox WHERE event_name = 'ingest.batch.completed'",
                r => new MessageRow(r.GetGuid(0), r.GetGuid(1), r.GetString(2))));
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static async Task<List<T>> RowsAsync<T>(NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
