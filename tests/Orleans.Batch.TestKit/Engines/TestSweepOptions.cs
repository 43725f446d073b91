namespace Orleans.Batch.TestKit.Engines;

/// <summary>What a test decides about <see cref="TestSweep"/>.</summary>
public sealed class TestSweepOptions
{
    /// <summary>How often unfinished work is looked for. Default: never, beside what the silo does itself.</summary>
    public TimeSpan Interval { get; set; } = Timeout.InfiniteTimeSpan;
}
