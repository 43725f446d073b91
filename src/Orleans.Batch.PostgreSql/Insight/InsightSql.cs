namespace Orleans.Batch.PostgreSql.Insight;

/// <summary>Shared parts of the statements for operators: every join is a probe, independent of statistics.</summary>
internal static class InsightSql
{
    /// <summary>One moment t.now for the whole statement.</summary>
    public const string Moment = "(SELECT sql_now() AS now OFFSET 0) t";

    /// <summary>The lanes of the batch $1.</summary>
    public const string LanesOfBatch = "lane_key >= ($1 << 20) AND lane_key < (($1 + 1) << 20)";
}
