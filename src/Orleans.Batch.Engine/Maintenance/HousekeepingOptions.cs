using System.ComponentModel.DataAnnotations;

namespace Orleans.Batch.Maintenance;

/// <summary>The pace of housekeeping.</summary>
public sealed class HousekeepingOptions
{
    /// <summary>The configuration section these options are bound from.</summary>
    public const string Section = "Housekeeping";

    /// <summary>How many rows one step removes at most. Default: 1,000.</summary>
    [Range(1, 100_000)]
    public int StepRows { get; set; } = 1_000;

    /// <summary>The pause between two steps while there is more to do. Default: 100 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan Pause { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The pause when nothing is left to do, or a step failed. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30);
}
