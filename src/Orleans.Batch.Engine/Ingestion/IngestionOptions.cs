using System.ComponentModel.DataAnnotations;

namespace Orleans.Batch.Ingestion;

/// <summary>Sizes of what is read and committed together.</summary>
public sealed class IngestionOptions
{
    /// <summary>The configuration section these options are bound from.</summary>
    public const string Section = "Ingestion";

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

    /// <summary>
    /// Facts in one commit, and of one lane's items committed together, at most. Default: 20,000. The facts of one item are
    /// never divided.
    /// </summary>
    [Range(1, 10_000_000)]
    public int CommitFacts { get; set; } = 20_000;

    /// <summary>Facts in one commit while real time is active. Default: 2,000.</summary>
    [Range(1, 10_000_000)]
    public int NarrowCommitFacts { get; set; } = 2_000;

    /// <summary>
    /// The target duration of a commit of facts: other projects wait for it. Where the database is slow, commits have fewer
    /// facts, down to 1,000. Default: 0.5 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan CommitTime { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Bytes of content read by one query, of all lanes together. Default: 8 MiB.</summary>
    [Range(1, 1 << 30)]
    public int ReadBytes { get; set; } = 8 << 20;

    /// <summary>
    /// Bytes of items that may be in memory between reading and committing; the expected size of their results counts too.
    /// Default: an eighth of the memory this process may use, 16 to 128 MiB.
    /// </summary>
    [Range(1L, 1L << 40)]
    public long BytesInMemory { get; set; } = MemoryDefaults.BytesInMemory;

    /// <summary>
    /// Facts that may be in memory between extraction and commit. Default: one for every 8 KiB of memory this process may
    /// use, 50,000 to 400,000.
    /// </summary>
    [Range(1, 100_000_000)]
    public int FactsInMemory { get; set; } = MemoryDefaults.FactsInMemory;

    /// <summary>
    /// How often an item that does not fit even alone is tried before it fails with <c>item_too_large</c>. Default: 3.
    /// </summary>
    [Range(1, 100)]
    public int AttemptsAlone { get; set; } = 3;

    /// <summary>How long real time counts as active after its last activity. Default: 1 second.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan RealtimeHold { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Concurrent commits. Default: 2.</summary>
    [Range(1, 16)]
    public int Writers { get; set; } = 2;
}
