using System.ComponentModel.DataAnnotations;

namespace Orleans.Batch.Batches;

/// <summary>Limits and sizes of batches. Bound from the configuration section <c>Batch</c>.</summary>
public sealed class BatchOptions
{
    /// <summary>
    /// Items in one add call. Default: 500, the figure Zep's Batch API began with; its documentation says 350 today
    /// (contract §3.3).
    /// </summary>
    [Range(1, 50_000)]
    public int MaxItemsPerAdd { get; set; } = 500;

    /// <summary>Items in one batch. Default: 50,000 (contract §3.3). A lane's key has room for 2^20 lanes.</summary>
    [Range(1, 1_048_576)]
    public int MaxItemsPerBatch { get; set; } = 50_000;

    /// <summary>
    /// Up to so many items, <c>process</c> checks the destinations before it answers; more are checked behind the
    /// answer. Default: 5,000, well under a tenth of a second.
    /// </summary>
    [Range(0, 1_048_576)]
    public int PrepareAtOnceUpTo { get; set; } = 5_000;

    /// <summary>How many open lanes of one batch are awake at a time. Default: 8,192.</summary>
    [Range(1, 1_048_576)]
    public int LaneWindow { get; set; } = 8_192;
}
