using Npgsql;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Webhooks;

namespace Orleans.Batch.PostgreSql.Imports.Rows;

/// <summary>Ends a closed import whose last batch has ended. The caller holds its lock alone (<see cref="ImportLock"/>).</summary>
internal static class ImportEnd
{
    // Nothing becomes of the drafts of a canceled import.
    private const string Complete =
        $"""
        UPDATE import i SET completed_at = t.now, paused_at = NULL
        FROM (SELECT sql_now() AS now OFFSET 0) t
        WHERE i.import_key = $1 AND i.closed_at IS NOT NULL AND i.completed_at IS NULL
          AND NOT EXISTS (
              SELECT FROM batch b WHERE b.import_key = $1
                AND (b.status IN {Stored.BatchStatus.Unfinished}
                     OR (b.status = {Stored.BatchStatus.Draft} AND i.cancel_requested_at IS NULL)))
        """;

    /// <summary>Records the end with its message, unless batches are left or it was recorded before.</summary>
    /// <returns>The shards with new webhook deliveries.</returns>
    public static async ValueTask<IReadOnlyList<short>> TryAsync(
        NpgsqlConnection connection, long importKey, int shards, CancellationToken cancellationToken)
    {
        if (await connection.Statement(Complete, importKey).RunAsync(cancellationToken) == 0)
        {
            return [];
        }

        var import = await ImportRows.GetAsync(connection, importKey, cancellationToken);
        return await ImportCompleted.WriteAsync(connection, importKey, import, shards, cancellationToken);
    }
}
