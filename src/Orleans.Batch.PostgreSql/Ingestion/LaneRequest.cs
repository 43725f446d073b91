namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>A request for a graph's next items. It is answered in two groups: one finds its lane, one reads the items.</summary>
/// <param name="graphKey">The graph.</param>
internal sealed class LaneRequest(long graphKey)
{
    public long GraphKey => graphKey;

    /// <summary>The lane; null until it is found.</summary>
    public LaneHead? Lane { get; set; }

    /// <summary>How many items are read at most.</summary>
    public int Limit { get; set; }
}
