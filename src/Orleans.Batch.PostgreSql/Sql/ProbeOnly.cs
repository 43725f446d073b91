namespace Orleans.Batch.PostgreSql.Sql;

/// <summary>
/// Planner settings for transactions that join few rows to huge tables: an index probe per row is the right plan,
/// independent of the statistics.
/// </summary>
internal static class ProbeOnly
{
    /// <summary>The settings, for a list of selected columns.</summary>
    public const string Columns =
        "set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)";

    /// <summary>Applies them until the transaction ends.</summary>
    public const string Set = "SELECT " + Columns;
}
