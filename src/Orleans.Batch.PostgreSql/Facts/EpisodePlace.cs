using Orleans.Batch.Facts;

namespace Orleans.Batch.PostgreSql.Facts;

/// <summary>The position of an item's episode in its graph.</summary>
internal readonly record struct EpisodePlace(long GraphKey, long Number, Guid Episode, DateTime ReferenceTime, bool Realtime)
{
    /// <summary>The index of its first new assertion: above 0 where others of the episode stay.</summary>
    public int FirstIndex { get; init; }

    public Guid Id(int index) => AssertionId.Create(GraphKey, Number, FirstIndex + index);

    public long Ord(int index) => AssertionId.Ord(Realtime, Number, FirstIndex + index);

    /// <summary>When it names its nodes.</summary>
    public TimelinePlace Naming => new(ReferenceTime, AssertionId.Ord(Realtime, Number, 0));
}
