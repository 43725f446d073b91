namespace Orleans.Batch.Grains.Roles;

/// <summary>The parts that all keys are divided into. What has the keys of one part lives in one silo.</summary>
internal static class KeyShards
{
    // Each moves as a whole when a silo comes or goes: enough of them that silos have about the same share.
    private const int Count = 256;

    /// <summary>The part of a key; a part's number is in that part.</summary>
    public static long Of(long key) => key % Count;
}
