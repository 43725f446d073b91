using System.ComponentModel.DataAnnotations;

namespace Orleans.Batch.Realtime;

/// <summary>Sizes of real-time work. Bound from the configuration section <c>Realtime</c>.</summary>
public sealed class RealtimeOptions
{
    /// <summary>Episodes of one graph taken at a time. Default: 50.</summary>
    [Range(1, 10_000)]
    public int GraphRows { get; set; } = 50;

    /// <summary>Episodes in one commit, of all graphs together. Default: 500.</summary>
    [Range(1, 10_000)]
    public int CommitRows { get; set; } = 500;

    /// <summary>
    /// How long a live write waits for a database that restarts before it is refused. Default: 15 seconds; at most 50,
    /// since clients give up after 60.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:50")]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How many live writes may wait so at a time; the next is refused at once. Default: 1,000.</summary>
    [Range(0, 1_000_000)]
    public int MaxWaiting { get; set; } = 1_000;
}
