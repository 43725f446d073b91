using Npgsql;
using Orleans.Batch.Batches;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Webhooks;

namespace Orleans.Batch.PostgreSql.Batches;

public sealed partial class BatchStore
{
    // Destinations are few compared with the tables they are looked up in: probes. The later steps work on the whole
    // batch: hash joins, independent of stale statistics (a nested loop there took 298 s instead of 0.65 s).
    private const string Resolve =
        """
        SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_seqscan = off;
        CREATE TEMP TABLE prepared_destination ON COMMIT DROP AS
        SELECT d.destination_kind, d.destination_id, t.thread_key,
               coalesce(g.graph_key, u.graph_key, t.graph_key) AS graph_key
        FROM (SELECT DISTINCT destination_kind, destination_id FROM batch_item WHERE batch_key = @batch) d
        LEFT JOIN LATERAL (SELECT graph_key FROM graph WHERE d.destination_kind = 0
                           AND project_key = @project AND graph_id = d.destination_id) g ON true
        LEFT JOIN LATERAL (SELECT graph_key FROM memory_user WHERE d.destination_kind = 1
                           AND project_key = @project AND user_id = d.destination_id) u ON true
        LEFT JOIN LATERAL (SELECT thread_key, graph_key FROM thread WHERE d.destination_kind = 2
                           AND project_key = @project AND thread_id = d.destination_id) t ON true;
        SET LOCAL enable_nestloop = off; SET LOCAL enable_hashjoin = on; SET LOCAL enable_seqscan = on;
        SELECT count(*) FROM prepared_destination WHERE graph_key IS NULL
        """;

    private const string MarkInvalid =
        """
        INSERT INTO item_outcome (batch_key, sequence, status, code, message, retryable, attempts)
        SELECT i.batch_key, i.sequence, 4,
               (ARRAY['graph_not_found', 'user_not_found', 'thread_not_found'])[i.destination_kind + 1],
               (ARRAY['graph', 'user', 'thread'])[i.destination_kind + 1] || ' not found: ' || left(i.destination_id, 500)
                   || '; create it, then send the batch again',
               true, 0
        FROM batch_item i JOIN prepared_destination d USING (destination_kind, destination_id)
        WHERE i.batch_key = @batch AND d.graph_key IS NULL;
        INSERT INTO batch_progress (batch_key, slot, failed)
        SELECT @batch, 0, count(*) FROM item_outcome WHERE batch_key = @batch;
        UPDATE batch SET status = 3, version = version + 1, updated_at = t.now, completed_at = t.now, paused_at = NULL
        FROM (SELECT sql_now() AS now OFFSET 0) t WHERE batch_key = @batch
        """;

    // Lanes in the order of their first items; positions in the order of the items.
    private const string FormLanes =
        """
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
        UPDATE batch SET status = 2, version = version + 1, updated_at = t.now, prepared_at = t.now,
               lane_count = (SELECT count(*) FROM lane
                             WHERE lane_key >= (@batch << 20) AND lane_key < ((@batch + 1) << 20))
        FROM (SELECT sql_now() AS now OFFSET 0) t WHERE batch_key = @batch
        """;

    // Callers and coordinators prepare; two at a time leave connections for recovery and readiness.
    private readonly SemaphoreSlim _preparing = new(2);

    /// <inheritdoc/>
    public async ValueTask<PreparationResult> PrepareAsync(long batchKey, CancellationToken cancellationToken)
    {
        await _preparing.WaitAsync(cancellationToken);
        try
        {
            return await PrepareInTurnAsync(batchKey, cancellationToken);
        }
        finally
        {
            _preparing.Release();
        }
    }

    private ValueTask<PreparationResult> PrepareInTurnAsync(long batchKey, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            await Statistics.RefreshDestinationsAsync(database.Background, cancellationToken);
            await using var connection = await database.Background.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            long project, process;
            await using (var take = new NpgsqlCommand(
                """
                SELECT b.status, b.project_key, b.process_number,
                       EXISTS (SELECT FROM batch e WHERE e.project_key = b.project_key AND e.status = 1
                               AND e.process_number < b.process_number)
                FROM batch b WHERE b.batch_key = @batch FOR NO KEY UPDATE
                """,
                connection))
            {
                take.Parameters.AddWithValue("batch", batchKey);
                await using var row = await take.ExecuteReaderAsync(cancellationToken);
                if (!await row.ReadAsync(cancellationToken) || (BatchStatus)row.GetInt16(0) != BatchStatus.Queued)
                {
                    return PreparationResult.NotQueued;
                }

                if (row.GetBoolean(3))
                {
                    return PreparationResult.NotItsTurn;
                }

                (project, process) = (row.GetInt64(1), row.GetInt64(2));
            }

            // From here to the commit no destination of this project can be deleted while lanes are formed for it.
            await connection.Statement($"SELECT {DestinationLock.Shared}", project).RunAsync(cancellationToken);
            var missing = (long)(await RunAsync(Resolve, connection, batchKey, project, process, cancellationToken))!;
            await RunAsync(
                missing > 0 ? MarkInvalid : FormLanes, connection, batchKey, project, process, cancellationToken);
            List<short> shards = missing == 0
                ? []
                : await connection
                    .Statement(BatchCompleted.OfBatch, Guid.CreateVersion7(), (long)queue.Shards, batchKey)
                    .RowsAsync(r => r.GetInt16(0), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            await queue.WakeAsync(shards);
            return missing > 0 ? PreparationResult.Invalid : PreparationResult.Prepared;
        });

    /// <inheritdoc/>
    public ValueTask<ProblemList> ReadInvalidItemsAsync(long batchKey, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            await using var command = database.Requests.CreateCommand(
                """
                SELECT o.sequence, (ARRAY['graph_id', 'user_id', 'thread_id'])[i.destination_kind + 1], o.code, o.message
                FROM item_outcome o JOIN batch_item i USING (batch_key, sequence)
                WHERE o.batch_key = $1 ORDER BY o.sequence
                """);
            command.Parameters.Add(new() { Value = batchKey });
            var problems = new ProblemList();
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                problems.Add(reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetString(3));
            }

            return problems;
        });

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
