using System.ComponentModel.DataAnnotations;

namespace Orleans.Batch.Ingestion;

/// <summary>Sizes of what is read and committed together. Bound from the configuration section <c>Ingestion</c>.</summary>
public sealed class IngestionOptions
{
    /// <summary>Items read by one query, of all lanes together. Default: 2,000.</summary>
    [Range(1, 100_000)]
    public int ReadRows { get; set; } = 2_000;

    /// <summary>
    /// Items a lane may take of one query even when many lanes wait. Default: 128. Less spreads the turns more evenly,
    /// more makes fewer row versions of lanes and graphs.
    /// </summary>
    [Range(1, 100_000)]
    public int LaneRows { get; set; } = 128;

    /// <summary>Items that may be in memory between reading and committing. Default: 8,000.</summary>
    [Range(1, 1_000_000)]
    public int RowsInMemory { get; set; } = 8_000;

    /// <summary>Items in one commit. Default: 2,000.</summary>
    [Range(1, 100_000)]
    public int CommitRows { get; set; } = 2_000;

    /// <summary>Items in one commit while real time is active; one commit at a time then. Default: 50.</summary>
    [Range(1, 100_000)]
    public int NarrowCommitRows { get; set; } = 50;

    /// <summary>How long real time counts as active after the last thing it did. Default: 1 second.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan RealtimeHold { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Commits at once. Default: 2.</summary>
    [Range(1, 16)]
    public int Writers { get; set; } = 2;
}
