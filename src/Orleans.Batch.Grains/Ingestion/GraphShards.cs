namespace Orleans.Batch.Grains.Ingestion;

/// <summary>The shards that graphs are divided into, each the key of a <see cref="ISmallLanesGrain"/>.</summary>
internal static class GraphShards
{
    // Enough that silos have about the same share, and few beside the graphs of a large batch.
    private const int Count = 256;

    /// <summary>The shard of a graph.</summary>
    public static long GetShard(long graphKey) => graphKey % Count;
}
