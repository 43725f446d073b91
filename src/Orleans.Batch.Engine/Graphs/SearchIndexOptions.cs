using System.ComponentModel.DataAnnotations;

namespace Orleans.Batch.Graphs;

/// <summary>The pace of the search indexer.</summary>
public sealed class SearchIndexOptions
{
    /// <summary>The configuration section these options are bound from.</summary>
    public const string Section = "SearchIndex";

    /// <summary>How many episodes of one graph a step takes at most, with their facts. Default: 1,000.</summary>
    [Range(1, 100_000)]
    public int StepEpisodes { get; set; } = 1_000;

    /// <summary>The pause when nothing is left to do, or a step failed. Default: 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);
}
