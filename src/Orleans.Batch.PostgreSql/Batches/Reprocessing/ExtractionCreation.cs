using NpgsqlTypes;
using Orleans.Batch.Batches;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Creates a batch from episodes that were only stored, and queues it.</summary>
internal static class ExtractionCreation
{
    private static string Create(string stored) =>
        $"""
        WITH stored AS MATERIALIZED ({stored}),
        made AS (
            INSERT INTO batch (project_key, batch_uuid, extraction, extracts_stored, ignore_roles, model, item_count, created_at, updated_at)
            SELECT $2, $4, $5, true, $6, $7::text, (SELECT count(*) FROM stored), t.now, t.now
            FROM (SELECT sql_now() AS now OFFSET 0) t
            WHERE EXISTS (SELECT FROM stored)
            RETURNING batch_key),
        copied AS (
            INSERT INTO batch_item (batch_key, sequence, episode_uuid, kind, role, destination_kind, destination_id)
            SELECT m.batch_key, s.place, s.episode_uuid, s.kind, s.role, s.destination_kind, s.destination_id
            FROM stored s CROSS JOIN made m)
        SELECT batch_key FROM made
        """;

    public static async ValueTask<SealedBatch> RunAsync(
        WriteTransaction connection, ProjectId project, ExtractionRequest order, CancellationToken cancellationToken)
    {
        var source = await StoredEpisodes.FindAsync(connection, project, order.Episodes, cancellationToken);
        var create = connection.Statement(
            Create(source.Sql), source.Key, project.Value, (long)order.MaxItems, order.NewBatchId, (short)order.Episodes.Extraction, source.IgnoreRoles, order.Episodes.Model);
        create.Parameters[5].NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint;
        var batchKey = await create.Long().RowAsync(r => r.GetInt64(0), cancellationToken);
        if (batchKey == 0)
        {
            throw BatchServiceException.Invalid(
                ErrorCodes.NothingToExtract, $"{source.What} has no episodes that were only stored: facts were made of all of them");
        }

        await BatchSeal.QueueAsync(connection, project, batchKey, order.TraceParent, cancellationToken);
        var made = await BatchLookup.GetAsync(connection, project, order.NewBatchId, cancellationToken);
        return new SealedBatch(made.BatchKey, made.Summary);
    }
}
