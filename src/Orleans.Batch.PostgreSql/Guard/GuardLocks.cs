using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Guard;

/// <summary>
/// The advisory locks of a guard's session. PostgreSQL releases them when the session ends. A process alone locks the
/// database exclusively; silos share that lock, and a second one by the name of their cluster distinguishes clusters.
/// </summary>
internal static class GuardLocks
{
    // Two keys each: other locks in this database use other numbers.
    private const int DatabaseLock = 1_330_790_001;
    private const int ClusterLock = 1_330_790_002;

    private static readonly string OtherClusters =
        $"""
        SELECT EXISTS (
            SELECT FROM pg_locks
            WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND objsubid = 2 AND classid::bigint = {ClusterLock} AND objid::bigint <> hashtext($1)::bigint & 4294967295)
        """;

    /// <summary>Tries to take the locks; acquired locks stay with the session.</summary>
    /// <param name="connection">The guard's session.</param>
    /// <param name="cluster">The cluster; null: a process alone.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False if a process is there that excludes this one.</returns>
    public static async ValueTask<bool> TryTakeAsync(NpgsqlConnection connection, string? cluster, CancellationToken cancellationToken)
    {
        if (cluster is null)
        {
            return await TryAsync("SELECT pg_try_advisory_lock($1, 0)", DatabaseLock);
        }

        return await TryAsync("SELECT pg_try_advisory_lock_shared($1, 0)", DatabaseLock)
            && await TryAsync("SELECT pg_try_advisory_lock_shared($1, hashtext($2))", ClusterLock, cluster)
            && !await TryAsync(OtherClusters, cluster);

        ValueTask<bool> TryAsync(string sql, params object?[] values) =>
            connection.Statement(sql, values).RowAsync(r => r.GetBoolean(0), cancellationToken);
    }
}
