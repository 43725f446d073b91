namespace Orleans.Batch.TestKit.Engines;

/// <summary>The options of <see cref="TestSweep"/>.</summary>
public sealed class TestSweepOptions
{
    /// <summary>The interval between searches for unfinished work. Default: never, beside the silo's own searches.</summary>
    public TimeSpan Interval { get; set; } = Timeout.InfiniteTimeSpan;
}
