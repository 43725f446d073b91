using Npgsql;

namespace Orleans.Batch.PostgreSql.Sql;

/// <summary>
/// Updates the planner's statistics of tables that grow a thousandfold within seconds: a plan made for the empty table
/// costs hundreds of times more, and autovacuum runs once a minute.
/// </summary>
internal static class Statistics
{
    /// <summary>
    /// Analyzes graph once it has grown: of the tables in which callers' ids are looked up, it is the one with a second index
    /// that a planner could use if it assumes a small table. Its size on disk is exact at any moment; the count of changes,
    /// which also includes reused space, comes up to a second late.
    /// </summary>
    public static async ValueTask RefreshDestinationsAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var find = source.CreateCommand(
            $"""
            SELECT array(SELECT c.relname::text FROM pg_class c JOIN pg_stat_user_tables s ON s.relid = c.oid
                         WHERE c.relnamespace = '{Database.SchemaName}'::regnamespace AND c.relname = 'graph'
                           AND (s.n_mod_since_analyze > 1000
                                OR pg_relation_size(c.oid) / current_setting('block_size')::bigint - c.relpages
                                   >= greatest(1, least(64, c.relpages))))
            """);
        await AnalyzeAsync(source, (string[])(await find.ExecuteScalarAsync(cancellationToken))!, cancellationToken);
    }

    /// <summary>Analyzes tables that have changed by more than half since they were last analyzed.</summary>
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
        // One transaction each: the lock that excludes other analyzers is held no longer than needed.
        foreach (var table in tables)
        {
            await using var analyze = source.CreateCommand($"ANALYZE {table}");
            await analyze.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
