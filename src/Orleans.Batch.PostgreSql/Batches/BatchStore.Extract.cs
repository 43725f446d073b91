using NpgsqlTypes;
using Orleans.Batch.Batches;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

public sealed partial class BatchStore
{
    // The graph of an item is the one that its destination names now: lanes may be gone.
    private const string StoredOfBatch =
        """
        SELECT row_number() OVER (ORDER BY i.sequence) - 1 AS place, i.episode_uuid, i.kind, i.role, i.destination_kind, i.destination_id
        FROM batch_item i
        LEFT JOIN LATERAL (SELECT graph_key FROM graph
                           WHERE i.destination_kind = 0 AND project_key = $2 AND graph_id = i.destination_id LIMIT 1) g ON true
        LEFT JOIN LATERAL (SELECT graph_key FROM memory_user
                           WHERE i.destination_kind = 1 AND project_key = $2 AND user_id = i.destination_id LIMIT 1) u ON true
        LEFT JOIN LATERAL (SELECT graph_key FROM thread
                           WHERE i.destination_kind = 2 AND project_key = $2 AND thread_id = i.destination_id LIMIT 1) t ON true
        CROSS JOIN LATERAL (SELECT FROM graph_episode
                            WHERE graph_key = coalesce(g.graph_key, u.graph_key, t.graph_key)
                              AND episode_uuid = i.episode_uuid AND extraction = 0 LIMIT 1) e
        WHERE i.batch_key = $1
        ORDER BY i.sequence LIMIT $3
        """;

    // The oldest items; a caller with more repeats the call.
    private const string StoredOfGraph =
        """
        SELECT row_number() OVER (ORDER BY e.reference_time, e.number) - 1 AS place, e.episode_uuid,
               CASE WHEN e.thread_key IS NULL THEN 0 ELSE 1 END::smallint AS kind, d.role,
               CASE WHEN e.thread_key IS NOT NULL THEN 2 WHEN g.graph_id IS NOT NULL THEN 0 ELSE 1 END::smallint AS destination_kind,
               coalesce(t.thread_id, g.graph_id, u.user_id) AS destination_id
        FROM (SELECT * FROM graph_episode WHERE graph_key = $1 AND extraction = 0
              ORDER BY reference_time, number LIMIT $3) e
        CROSS JOIN LATERAL (SELECT role FROM episode_data WHERE episode_uuid = e.episode_uuid LIMIT 1) d
        JOIN graph g ON g.graph_key = $1 AND g.project_key = $2
        LEFT JOIN memory_user u ON u.graph_key = $1
        LEFT JOIN LATERAL (SELECT thread_id FROM thread WHERE thread_key = e.thread_key LIMIT 1) t ON true
        """;

    private static string MakeBatch(string stored) =>
        $"""
        WITH stored AS MATERIALIZED ({stored}),
        made AS (
            INSERT INTO batch (project_key, batch_uuid, extraction, extracts_stored, ignore_roles, item_count, created_at, updated_at)
            SELECT $2, $4, $5, true, $6, (SELECT count(*) FROM stored), t.now, t.now
            FROM (SELECT sql_now() AS now OFFSET 0) t
            WHERE EXISTS (SELECT FROM stored)
            RETURNING batch_key),
        copied AS (
            INSERT INTO batch_item (batch_key, sequence, episode_uuid, kind, role, destination_kind, destination_id)
            SELECT m.batch_key, s.place, s.episode_uuid, s.kind, s.role, s.destination_kind, s.destination_id
            FROM stored s CROSS JOIN made m)
        SELECT batch_key FROM made
        """;

    /// <inheritdoc/>
    public ValueTask<SealedBatch> ExtractAsync(
        ProjectId project, ExtractionRequest order, CancellationToken cancellationToken) =>
        database.WriteAsync(
            database.Background,
            key: null,
            async connection =>
            {
                var source = await FindStoredAsync(connection, project, order.Episodes, cancellationToken);
                var make = connection.Statement(
                    MakeBatch(source.Stored), source.Key, project.Value, (long)order.MaxItems, order.NewBatchId, (short)order.Mode,
                    source.IgnoreRoles);
                make.Parameters[^1].NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint;
                var batchKey = await make.Long().RowAsync(r => r.GetInt64(0), cancellationToken);
                if (batchKey == 0)
                {
                    throw BatchServiceException.Invalid(
                        ErrorCodes.NothingToExtract, $"{source.What} has no episodes that were only stored: facts were made of all of them");
                }

                await SealAsync(connection, project, batchKey, order.TraceParent, cancellationToken);
                var made = (await FindAsync(connection, project, order.NewBatchId, cancellationToken))!.Value;
                return new SealedBatch(made.BatchKey, made.Summary);
            },
            cancellationToken);

    private static async ValueTask<StoredSource> FindStoredAsync(
        WriteTransaction connection, ProjectId project, ExtractionSelection episodes, CancellationToken cancellationToken)
    {
        if (episodes.BatchId is { } batchId)
        {
            var (batchKey, status, _) = await LockAsync(connection, project, batchId, cancellationToken);
            return status > BatchStatus.Invalid
                ? new StoredSource($"batch {batchId}", batchKey, StoredOfBatch, await connection
                    .Statement("SELECT ignore_roles FROM batch WHERE batch_key = $1", batchKey)
                    .RowAsync(r => r.IsDBNull(0) ? null : r.GetFieldValue<short[]>(0), cancellationToken))
                : throw BatchServiceException.Conflict(
                    ErrorCodes.StillRunning, $"batch {batchId} has not run to its end: there is nothing stored to extract from yet");
        }

        var (kind, id, sql) = episodes.GraphId is { } graphId
            ? ("graph", graphId, "SELECT graph_key FROM graph WHERE project_key = $1 AND graph_id = $2")
            : ("user", episodes.UserId!, "SELECT graph_key FROM memory_user WHERE project_key = $1 AND user_id = $2");
        var graphKey = await connection.Statement(sql, project.Value, id).RowAsync(r => r.GetInt64(0), cancellationToken);
        return graphKey != 0
            ? new StoredSource($"{kind} {id}", graphKey, StoredOfGraph, null)
            : throw BatchServiceException.NotFound(kind, id);
    }

    // For a graph, the ignored roles were not stored.
    private sealed record StoredSource(string What, long Key, string Stored, short[]? IgnoreRoles);
}
