using Npgsql;
using Orleans.Batch.Facts;

namespace Orleans.Batch.PostgreSql.Facts;

/// <summary>The position of an item's episode in its graph.</summary>
internal readonly record struct EpisodePlace(long GraphKey, long Number, Guid Episode, DateTime ReferenceTime, bool Realtime)
{
    /// <summary>The index of its first new assertion: above 0 where others of the episode stay.</summary>
    public int FirstIndex { get; init; }

    public Guid Id(int index) => AssertionId.Create(GraphKey, Number, FirstIndex + index);

    public long Ord(int index) => AssertionId.Ord(Realtime, Number, FirstIndex + index);

    /// <summary>Reads a row of an episode's id, number and reference time, and whether it came in real time.</summary>
    public static EpisodePlace Read(long graphKey, NpgsqlDataReader row) =>
        new(graphKey, row.GetInt64(1), row.GetGuid(0), row.GetDateTime(2), row.GetBoolean(3));

    /// <summary>When it names its nodes.</summary>
    public TimelinePlace Naming => new(ReferenceTime, AssertionId.Ord(Realtime, Number, 0));
}
