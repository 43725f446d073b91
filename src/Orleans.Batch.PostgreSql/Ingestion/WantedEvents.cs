using Npgsql;

namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>Which events of a batch's items somebody wants to hear of.</summary>
/// <param name="BatchKey">The batch.</param>
/// <param name="BatchId">Its identity.</param>
/// <param name="ProjectKey">Its project.</param>
/// <param name="Episodes">Whether each episode is told of.</param>
/// <param name="FirstError">Whether the first error is told of.</param>
internal sealed record WantedEvents(long BatchKey, Guid BatchId, long ProjectKey, bool Episodes, bool FirstError)
{
    /// <summary>
    /// One row per batch with such endpoints. Where no project has any, it is one look into an empty index per commit;
    /// asked within the transaction, it misses no endpoint that was there before.
    /// </summary>
    public const string Select =
        """
        SELECT b.batch_key, b.batch_uuid, b.project_key, w.episodes, w.first_error
        FROM unnest(CASE WHEN EXISTS (
                SELECT FROM webhook_endpoint
                WHERE enabled AND events && ARRAY['episode.processed', 'ingest.batch.first_error']) THEN $1 END) q(batch_key)
        JOIN batch b USING (batch_key)
        CROSS JOIN LATERAL (
            SELECT bool_or('episode.processed' = ANY (events)) AS episodes,
                   bool_or('ingest.batch.first_error' = ANY (events)) AS first_error
            FROM webhook_endpoint
            WHERE project_key = b.project_key AND enabled AND events && ARRAY['episode.processed', 'ingest.batch.first_error']) w
        WHERE w.episodes IS NOT NULL
        """;

    public static WantedEvents Read(NpgsqlDataReader row) =>
        new(row.GetInt64(0), row.GetGuid(1), row.GetInt64(2), row.GetBoolean(3), row.GetBoolean(4));
}
