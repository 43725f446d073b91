using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Imports;

/// <summary>The batches of an import that run.</summary>
internal static class RunningParts
{
    private const string Lock =
        $"SELECT batch_key FROM batch WHERE import_key = $1 AND status IN {Stored.BatchStatus.Unfinished} ORDER BY batch_key FOR UPDATE";

    /// <summary>
    /// Locks them until the transaction ends. Waits for preparing, which locks its batch: afterwards that has all its lanes, or never
    /// gets any.
    /// </summary>
    public static async ValueTask<long[]> LockAsync(
        NpgsqlConnection connection, long importKey, CancellationToken cancellationToken) =>
        [.. await connection.Statement(Lock, importKey).Long().RowsAsync(r => r.GetInt64(0), cancellationToken)];
}
