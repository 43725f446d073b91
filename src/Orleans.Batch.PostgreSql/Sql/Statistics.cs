using Npgsql;

namespace Orleans.Batch.PostgreSql.Sql;

/// <summary>
/// Keeps the planner's statistics of tables that grow a thousandfold within seconds: a plan made for the empty table
/// costs hundreds of times more, and autovacuum comes by once a minute.
/// </summary>
internal static class Statistics
{
    /// <summary>Analyzes the tables that callers' ids are looked up in.</summary>
    public static ValueTask RefreshDestinationsAsync(NpgsqlDataSource source, CancellationToken cancellationToken) =>
        AnalyzeAsync(source, ["graph", "memory_user", "thread"], cancellationToken);

    /// <summary>Analyzes whatever has changed by more than half since it was last analyzed.</summary>
    public static async ValueTask RefreshAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var find = source.CreateCommand(
            $"""
            SELECT array(SELECT c.relname::text FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
                         WHERE s.schemaname = '{Database.SchemaName}' AND s.n_mod_since_analyze > 1000
                           AND s.n_mod_since_analyze > 0.5 * greatest(c.reltuples, 0))
            """);
        await AnalyzeAsync(source, (string[])(await find.ExecuteScalarAsync(cancellationToken))!, cancellationToken);
    }

    private static async ValueTask AnalyzeAsync(
        NpgsqlDataSource source, string[] tables, CancellationToken cancellationToken)
    {
        // One transaction each: the lock that keeps other analyzers out is held no longer than needed.
        foreach (var table in tables)
        {
            await using var analyze = source.CreateCommand($"ANALYZE {table}");
            await analyze.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
