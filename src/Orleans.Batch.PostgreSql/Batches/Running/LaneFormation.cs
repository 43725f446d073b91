using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Forms the lanes of a batch, or makes it invalid when some destinations do not exist.</summary>
internal static class LaneFormation
{
    // Destinations are few compared with the tables they are looked up in: probes. The later steps work on the whole
    // batch: hash joins, independent of stale statistics (a nested loop there took 298 s instead of 0.65 s).
    private static readonly string Resolve =
        $"""
        SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_seqscan = off;
        CREATE TEMP TABLE prepared_destination ON COMMIT DROP AS
        SELECT d.destination_kind, d.destination_id, t.thread_key, {DestinationJoins.GraphKey} AS graph_key
        FROM (SELECT DISTINCT destination_kind, destination_id FROM batch_item WHERE batch_key = @batch) d
        {DestinationJoins.ForProbes("d", project: "@project")};
        SET LOCAL enable_nestloop = off; SET LOCAL enable_hashjoin = on; SET LOCAL enable_seqscan = on;
        SELECT count(*) FROM prepared_destination WHERE graph_key IS NULL
        """;

    private const string MarkInvalid =
        $"""
        INSERT INTO item_outcome (batch_key, sequence, status, code, message, retryable, attempts)
        SELECT i.batch_key, i.sequence, {Stored.ItemStatus.Failed},
               (ARRAY['graph_not_found', 'user_not_found', 'thread_not_found'])[i.destination_kind + 1],
               (ARRAY['graph', 'user', 'thread'])[i.destination_kind + 1] || ' not found: ' || left(i.destination_id, 500)
                   || '; create it, then send the batch again',
               true, 0
        FROM batch_item i JOIN prepared_destination d USING (destination_kind, destination_id)
        WHERE i.batch_key = @batch AND d.graph_key IS NULL;
        INSERT INTO batch_progress (batch_key, slot, failed)
        SELECT @batch, 0, count(*) FROM item_outcome WHERE batch_key = @batch;
        UPDATE batch SET status = {Stored.BatchStatus.Invalid}, version = version + 1,
               updated_at = t.now, completed_at = t.now, paused_at = NULL
        FROM (SELECT sql_now() AS now OFFSET 0) t WHERE batch_key = @batch
        """;

    // Lanes in the order of their first items; positions in the order of the items.
    private const string FormLanes =
        $"""
        INSERT INTO lane (lane_key, graph_key, process_number, total)
        SELECT (@batch << 20) + row_number() OVER (ORDER BY min(i.sequence)) - 1, d.graph_key, @process, count(*)
        FROM batch_item i JOIN prepared_destination d USING (destination_kind, destination_id)
        WHERE i.batch_key = @batch
        GROUP BY d.graph_key;
        INSERT INTO lane_item (lane_key, position, batch_key, sequence, episode_uuid, thread_key)
        SELECT l.lane_key, row_number() OVER (PARTITION BY l.lane_key ORDER BY i.sequence) - 1,
               i.batch_key, i.sequence, i.episode_uuid, d.thread_key
        FROM batch_item i
        JOIN prepared_destination d USING (destination_kind, destination_id)
        JOIN (SELECT lane_key, graph_key FROM lane
              WHERE lane_key >= (@batch << 20) AND lane_key < ((@batch + 1) << 20)) l USING (graph_key)
        WHERE i.batch_key = @batch;
        UPDATE batch SET status = {Stored.BatchStatus.Processing}, version = version + 1, updated_at = t.now, prepared_at = t.now,
               lane_count = (SELECT count(*) FROM lane
                             WHERE lane_key >= (@batch << 20) AND lane_key < ((@batch + 1) << 20))
        FROM (SELECT sql_now() AS now OFFSET 0) t WHERE batch_key = @batch
        """;

    /// <returns>How many destinations do not exist; the batch is invalid if there are any.</returns>
    public static async ValueTask<long> RunAsync(
        NpgsqlConnection connection, long batchKey, long project, long process, CancellationToken cancellationToken)
    {
        var missing = (long)(await RunAsync(Resolve, connection, batchKey, project, process, cancellationToken))!;
        await RunAsync(missing > 0 ? MarkInvalid : FormLanes, connection, batchKey, project, process, cancellationToken);
        return missing;
    }

    private static async ValueTask<object?> RunAsync(
        string sql, NpgsqlConnection connection, long batchKey, long project, long process, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = Statements.LongTimeout };
        command.Parameters.AddWithValue("batch", batchKey);
        command.Parameters.AddWithValue("project", project);
        command.Parameters.AddWithValue("process", process);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        object? last = null;
        do
        {
            if (await reader.ReadAsync(cancellationToken))
            {
                last = reader.GetValue(0);
            }
        }
        while (await reader.NextResultAsync(cancellationToken));
        return last;
    }
}
