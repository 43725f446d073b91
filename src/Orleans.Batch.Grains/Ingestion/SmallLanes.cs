namespace Orleans.Batch.Grains.Ingestion;

/// <summary>Which lanes are woken in groups.</summary>
internal static class SmallLanes
{
    // A grain of its own costs a graph some 20 microseconds of processor time, which is as much as an item. From here on that is
    // little beside the lane's items.
    private const int LeastOfLarge = 8;

    public static bool IsSmall(int items) => items < LeastOfLarge;
}
