namespace Orleans.Batch.Facts;

/// <summary>
/// The id of an assertion, and of the fact that starts with it: its graph, the number of its episode in the graph, and
/// its index in the episode. The order of ids is the order of arrival.
/// </summary>
public static class AssertionId
{
    /// <summary>How many assertions one episode may make. An item of 10,000 characters cannot make as many.</summary>
    public const int MaxPerEpisode = 1 << IndexBits;

    private const int IndexBits = 14;
    private const int LowNumberBits = 62 - IndexBits;
    private const ulong LowNumberMask = (1UL << LowNumberBits) - 1;
    private const long RealtimeBit = 1L << 62;

    /// <summary>The id of one assertion.</summary>
    public static Guid Create(long graphKey, long number, int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, MaxPerEpisode);
        return GraphBoundId.Make(
            graphKey,
            (ulong)number >> LowNumberBits,
            (((ulong)number & LowNumberMask) << IndexBits) | (uint)index);
    }

    /// <summary>The ranges of the ids of some episodes' assertions: the first id of each, and the first beyond each.</summary>
    public static (Guid[] First, Guid[] Beyond) Ranges(long graphKey, IReadOnlyCollection<long> numbers) =>
        Ranges([.. numbers.Select(n => (graphKey, n))]);

    /// <summary>The same for episodes of several graphs.</summary>
    public static (Guid[] First, Guid[] Beyond) Ranges(IReadOnlyCollection<(long GraphKey, long Number)> episodes) =>
        ([.. episodes.Select(e => Create(e.GraphKey, e.Number, 0))], [.. episodes.Select(e => Create(e.GraphKey, e.Number + 1, 0))]);

    /// <summary>
    /// Its place among assertions of the same moment: batch before real time, then the order of the graph's episodes, then
    /// the order in the episode.
    /// </summary>
    public static long Ord(bool realtime, long number, int index) =>
        (realtime ? RealtimeBit : 0) | (number << IndexBits) | (uint)index;

    /// <summary>Its index in its episode.</summary>
    public static int Index(Guid id) => (int)(GraphBoundId.Parts(id).Low & (MaxPerEpisode - 1));

    /// <summary>The number of its episode in the graph.</summary>
    public static long Number(Guid id)
    {
        var (high, low) = GraphBoundId.Parts(id);
        return (long)((high << LowNumberBits) | (low >> IndexBits));
    }
}
