using Npgsql;
using Orleans.Batch.PostgreSql.Imports.Rows;
using Orleans.Batch.PostgreSql.Proposals.Removal;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>
/// Removes a batch: at once for callers, and its rows afterwards. Episodes in a graph stay, and so do the rows that
/// locate them; items that were never ingested are deleted with their payloads.
/// </summary>
internal static class BatchPurge
{
    private const string Retire =
        $"""
        WITH gone AS (DELETE FROM batch WHERE batch_key = $1 RETURNING batch_key, item_count, status, lane_count)
        INSERT INTO batch_purge (batch_key, item_count, invalid)
        SELECT batch_key, item_count, status = {Stored.BatchStatus.Invalid} OR lane_count IS NULL FROM gone
        """;

    // Of an invalid batch, and of one that never began, no item came into a graph.
    private const string CountExpired =
        """
        UPDATE import SET expired_batches = expired_batches + 1
        WHERE import_key = $1 AND undo_requested_at IS NULL AND EXISTS (SELECT FROM batch WHERE batch_key = $2 AND lane_count IS NOT NULL)
        """;

    private const string RetireImport =
        """
        WITH gone AS (
            DELETE FROM import
            WHERE import_key = $1 AND closed_at IS NOT NULL AND NOT EXISTS (SELECT FROM batch WHERE import_key = $1)
            RETURNING import_key)
        DELETE FROM import_destination d USING gone WHERE d.import_key = gone.import_key
        """;

    private const string Next =
        """
        SELECT batch_key, item_count, invalid, next_sequence FROM batch_purge
        ORDER BY queued_at, batch_key LIMIT 1 FOR UPDATE SKIP LOCKED
        """;

    // Only the item's own payload, not that of an item of another batch that retries it or extracts from it.
    private const string RemoveItems =
        $"""
        WITH part AS MATERIALIZED (
            SELECT i.sequence, i.episode_uuid, e.own IS NOT NULL AS own,
                   $3 OR o.status IN ({Stored.ItemStatus.Failed}, {Stored.ItemStatus.Canceled})
                   OR coalesce(l.state = {Stored.LaneState.Canceled} AND li.position >= l.cursor, false) AS lost
            FROM (SELECT * FROM batch_item WHERE batch_key = $1 AND sequence >= $2 AND sequence < $2 + $4) i
            LEFT JOIN LATERAL (SELECT true AS own FROM episode_data
                               WHERE episode_uuid = i.episode_uuid AND batch_key = $1 AND sequence = i.sequence LIMIT 1) e ON true
            LEFT JOIN LATERAL (SELECT status FROM item_outcome WHERE batch_key = $1 AND sequence = i.sequence LIMIT 1) o ON true
            LEFT JOIN LATERAL (SELECT lane_key, position FROM lane_item
                               WHERE batch_key = $1 AND sequence = i.sequence LIMIT 1) li ON true
            LEFT JOIN LATERAL (SELECT state, cursor FROM lane WHERE lane_key = li.lane_key LIMIT 1) l ON true),
        payloads AS (
            DELETE FROM episode_data e USING part p WHERE e.episode_uuid = p.episode_uuid AND p.own AND p.lost),
        items AS (
            DELETE FROM batch_item i USING part p WHERE i.batch_key = $1 AND i.sequence = p.sequence AND (p.lost OR NOT p.own)),
        outcomes AS (
            DELETE FROM item_outcome o USING part p WHERE o.batch_key = $1 AND o.sequence = p.sequence)
        DELETE FROM lane_item li USING part p WHERE li.batch_key = $1 AND li.sequence = p.sequence
        """;

    private const string RemoveLanes =
        """
        DELETE FROM lane WHERE lane_key = ANY (ARRAY(
            SELECT lane_key FROM lane WHERE lane_key >= ($1 << 20) AND lane_key < (($1 + 1) << 20) ORDER BY lane_key LIMIT $2))
        """;

    /// <summary>Makes a batch invisible to callers, and its import with the last of its batches.</summary>
    public static async ValueTask<bool> BeginAsync(
        NpgsqlConnection connection, long batchKey, long projectKey, CancellationToken cancellationToken)
    {
        await connection.Statement(RetryLock.Take, projectKey).RunAsync(cancellationToken);
        var import = await ImportLock.TakeOfBatchAsync(connection, batchKey, cancellationToken);
        if (import is not null)
        {
            if (await UnfinishedUndoing.IsOfAsync(connection, import, cancellationToken))
            {
                return false;
            }

            await connection.Statement(CountExpired, import.Key, batchKey).RunAsync(cancellationToken);
        }

        foreach (var statement in RetryChain.Leave)
        {
            await connection.Statement(statement, batchKey).Long().RunAsync(cancellationToken);
        }

        var retired = await connection.Statement(Retire, batchKey).RunAsync(cancellationToken) > 0;
        if (import is not null)
        {
            await connection.Statement(RetireImport, import.Key).RunAsync(cancellationToken);
        }

        return retired;
    }

    /// <summary>Removes some rows of the batch that has waited longest.</summary>
    /// <returns>Whether there was one.</returns>
    public static async ValueTask<bool> StepAsync(NpgsqlConnection connection, int limit, CancellationToken cancellationToken)
    {
        var next = await connection.Statement(Next).RowAsync(
            r => ((long Batch, int Items, bool Invalid, int From)?)(r.GetInt64(0), r.GetInt32(1), r.GetBoolean(2), r.GetInt32(3)),
            cancellationToken);
        if (next is not { } purge)
        {
            return false;
        }

        if (purge.From < purge.Items)
        {
            await connection.Statement(RemoveItems, purge.Batch, purge.From, purge.Invalid, limit).RunAsync(cancellationToken);
            await connection
                .Statement("UPDATE batch_purge SET next_sequence = $2 WHERE batch_key = $1", purge.Batch, purge.From + limit)
                .RunAsync(cancellationToken);
        }
        else if (await connection.Statement(RemoveLanes, purge.Batch, (long)limit).RunAsync(cancellationToken) < limit
            && !await ProposalRemoval.StepAsync(connection, purge.Batch, limit, cancellationToken))
        {
            await connection.Statement("DELETE FROM batch_progress WHERE batch_key = $1", purge.Batch).RunAsync(cancellationToken);
            await connection.Statement("DELETE FROM model_budget WHERE batch_key = $1", purge.Batch).RunAsync(cancellationToken);
            await connection.Statement("DELETE FROM item_as_sent WHERE batch_key = $1", purge.Batch).RunAsync(cancellationToken);
            await connection.Statement("DELETE FROM batch_purge WHERE batch_key = $1", purge.Batch).RunAsync(cancellationToken);
        }

        return true;
    }
}
