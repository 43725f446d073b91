namespace Orleans.Batch;

/// <summary>
/// Real time beside batches, over the last minutes. A call's latency is the time from when it is durable to when all of
/// it is in its graph.
/// </summary>
/// <param name="At">The time of the snapshot, by the database's clock.</param>
/// <param name="LastMinute">Real time over the last minute.</param>
/// <param name="Steps">The last <see cref="Minutes"/> minutes in steps of <see cref="StepSeconds"/> seconds, oldest first.</param>
public sealed record LiveTraffic(DateTimeOffset At, TrafficStatistics LastMinute, IReadOnlyList<TrafficInterval> Steps)
{
    /// <summary>How many minutes it covers.</summary>
    public const int Minutes = 5;

    /// <summary>The length of a step.</summary>
    public const int StepSeconds = 5;

    /// <summary>
    /// How many calls of a step are read; where there are more, the step's rate and latencies are those of its first
    /// ones, which bounds the cost.
    /// </summary>
    public const int CallsPerStep = 200;

    /// <summary>Items of batches that ended per second, over the last minute.</summary>
    public double BatchItemsPerSecond { get; init; }
}

/// <summary>A step of <see cref="LiveTraffic"/>.</summary>
/// <param name="From">When it begins; it ends <see cref="LiveTraffic.StepSeconds"/> later.</param>
/// <param name="Live">Real time.</param>
/// <param name="BatchItemsPerSecond">Items of batches that ended per second.</param>
public sealed record TrafficInterval(DateTimeOffset From, TrafficStatistics Live, double BatchItemsPerSecond);

/// <summary>Real-time calls that ended within some time.</summary>
/// <param name="CallsPerSecond">Calls, such as <c>graph.add</c>.</param>
/// <param name="ItemsPerSecond">Episodes and messages in them.</param>
/// <param name="FailedPerSecond">Calls with a failed item.</param>
/// <param name="P50">Half of the calls were in their graph within this many milliseconds; null without calls.</param>
/// <param name="P95">95 of 100 were.</param>
/// <param name="P99">99 of 100 were.</param>
public sealed record TrafficStatistics(
    double CallsPerSecond, double ItemsPerSecond, double FailedPerSecond, double? P50, double? P95, double? P99);
