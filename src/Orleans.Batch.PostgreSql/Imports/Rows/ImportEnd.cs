using Npgsql;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Webhooks;

namespace Orleans.Batch.PostgreSql.Imports.Rows;

/// <summary>Ends a closed import whose last batch has ended. The caller holds its exclusive lock (<see cref="ImportLock"/>).</summary>
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
    /// <param name="connection">The transaction.</param>
    /// <param name="import">The import; null for a batch that is part of none: nothing happens.</param>
    /// <param name="shards">The number of shards of the webhook outbox.</param>
    /// <param name="cancellationToken">Cancels the statements.</param>
    /// <returns>The shards with new webhook deliveries.</returns>
    public static async ValueTask<IReadOnlyList<short>> TryAsync(
        NpgsqlConnection connection, LockedImport? import, int shards, CancellationToken cancellationToken)
    {
        if (import is null || await connection.Statement(Complete, import.Key).RunAsync(cancellationToken) == 0)
        {
            return [];
        }

        var summary = await ImportRows.GetAsync(connection, import.Key, cancellationToken);
        return await ImportCompleted.WriteAsync(connection, import.Key, summary, shards, cancellationToken);
    }
}
