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
}
