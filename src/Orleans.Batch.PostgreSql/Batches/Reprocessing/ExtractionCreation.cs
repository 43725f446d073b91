using NpgsqlTypes;
using Orleans.Batch.Batches;
using Orleans.Batch.PostgreSql.Commits;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Creates a batch from episodes that were only stored, and queues it.</summary>
internal static class ExtractionCreation
{
    private const string CountEpisodes =
        $"""
        SELECT count(*) FROM (
            SELECT FROM graph_episode WHERE graph_key = $1 AND extraction <> {StoredExtraction.WrittenNumber} LIMIT $2) e
        """;

    private static string Create(string stored) =>
        $"""
        WITH stored AS MATERIALIZED ({stored}),
        made AS (
            INSERT INTO batch (project_key, batch_uuid, extraction, extracts_stored, replaces, ignore_roles, model, item_count, created_at, updated_at)
            SELECT $2, $4, $5, true, $8, $6, $7::text, (SELECT count(*) FROM stored), t.now, t.now
            FROM (SELECT sql_now() AS now OFFSET 0) t
            WHERE EXISTS (SELECT FROM stored)
            RETURNING batch_key),
        proposing AS (INSERT INTO proposal (batch_key) SELECT batch_key FROM made WHERE $8),
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
        if (order.Episodes is { Replace: true, BatchId: null })
        {
            await RequireFewAsync(connection, source, order.MaxItems, cancellationToken);
        }

        var create = connection.Statement(
            Create(source.Sql),
            source.Key,
            project.Value,
            (long)order.MaxItems,
            order.NewBatchId,
            (short)order.Episodes.Extraction,
            source.IgnoreRoles,
            order.Episodes.Model,
            order.Episodes.Replace);
        create.Parameters[5].NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint;
        var batchKey = await create.Long().RowAsync(r => r.GetInt64(0), cancellationToken);
        if (batchKey == 0)
        {
            throw BatchServiceException.Invalid(
                ErrorCodes.NothingToExtract,
                order.Episodes.Replace
                    ? $"{source.What} has no episodes in a graph that facts can be extracted from"
                    : $"{source.What} has no episodes that were only stored: facts were made of all of them; replace true extracts them again");
        }

        await BatchSeal.QueueAsync(connection, project, batchKey, order.TraceParent, cancellationToken);
        var made = await BatchLookup.GetAsync(connection, project, order.NewBatchId, cancellationToken);
        return new SealedBatch(made.BatchKey, made.Summary);
    }

    // Those that are only stored leave the selection one after the other; these would be the same at each call.
    private static async ValueTask RequireFewAsync(
        WriteTransaction connection, StoredEpisodes source, int most, CancellationToken cancellationToken)
    {
        var episodes = await connection.Statement(CountEpisodes, source.Key, most + 1L).RowAsync(r => r.GetInt64(0), cancellationToken);
        if (episodes > most)
        {
            throw BatchServiceException.Invalid(
                ErrorCodes.TooManyEpisodes,
                $"{source.What} has more than {most} episodes, which is the most that a batch holds: extract them again batch by batch, with batch_id");
        }
    }
}
