using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>How many items of a batch had ended at some moments.</summary>
internal static class ProgressSamples
{
    // The batch's row is locked against deletion, as a foreign key would do it. A moment without progress repeats
    // the sample before.
    private const string Add =
        """
        WITH t AS MATERIALIZED (SELECT sql_now() AS now),
        last AS MATERIALIZED (SELECT at, ended, failed FROM batch_sample WHERE batch_key = $1 ORDER BY at DESC LIMIT 1),
        b AS MATERIALIZED (
            SELECT batch_key, now FROM batch, t
            WHERE batch_key = $1 AND NOT EXISTS (SELECT FROM last WHERE at > now - interval '0.9 s') FOR KEY SHARE OF batch)
        INSERT INTO batch_sample (batch_key, at, ended, failed)
        SELECT $1, now - $2, coalesce(last.ended, 0), coalesce(last.failed, 0) FROM b LEFT JOIN last ON true
        WHERE $2 IS NOT NULL AND (last.at IS NULL OR last.at < now - $2)
        UNION ALL
        SELECT $1, now, p.ended, p.failed
        FROM b, (SELECT sum(succeeded + failed + skipped + canceled)::int AS ended, sum(failed)::int AS failed
                 FROM batch_progress WHERE batch_key = $1) p
        WHERE p.ended IS NOT NULL
        ON CONFLICT DO NOTHING
        """;

    // Evenly spaced over the batch's lifetime, and dense for the last moments.
    private const string Thin =
        """
        DELETE FROM batch_sample s USING (
            SELECT at, total, row_number() OVER (PARTITION BY stretch ORDER BY at DESC) AS in_stretch,
                   row_number() OVER (ORDER BY at DESC) AS age
            FROM (SELECT at, count(*) OVER () AS total,
                         floor(extract(epoch FROM at - min(at) OVER ())
                               / greatest(extract(epoch FROM max(at) OVER () - min(at) OVER ()) / 100, 1)) AS stretch
                  FROM batch_sample WHERE batch_key = $1) x) y
        WHERE s.batch_key = $1 AND s.at = y.at AND y.total > 238 AND y.in_stretch > 1 AND y.age > 20
        """;

    public static async ValueTask AddAsync(
        NpgsqlDataSource source, long batchKey, TimeSpan? stillUntil, CancellationToken cancellationToken) =>
        await StoreFaults.Translate(async () =>
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(new(Add)
            {
                Parameters = { new() { Value = batchKey }, Statements.Nullable(stillUntil, NpgsqlDbType.Interval) },
            });
            batch.BatchCommands.Add(new(Thin) { Parameters = { new() { Value = batchKey } } });
            return await batch.ExecuteNonQueryAsync(cancellationToken);
        });
}
