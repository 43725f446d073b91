namespace Orleans.Batch.Grains.Addressing;

/// <summary>The shards that graphs are divided into. Each is the key of an <see cref="ISmallLanesGrain"/>.</summary>
internal static class GraphShards
{
    // Enough for silos to have about equal shares, and few compared with the graphs of a large batch.
    private const int Count = 256;

    /// <summary>The shard of a graph.</summary>
    public static long GetShard(long graphKey) => graphKey % Count;
}
