namespace Orleans.Batch.Grains.Addressing;

/// <summary>Which lanes are woken in groups.</summary>
internal static class SmallLanes
{
    // A grain per graph costs some 20 microseconds of processor time, as much as an item. From this number of items on that is
    // little compared with the lane's items.
    private const int LeastOfLarge = 8;

    public static bool IsSmall(int items) => items < LeastOfLarge;
}
