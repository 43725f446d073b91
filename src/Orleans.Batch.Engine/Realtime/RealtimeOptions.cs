using System.ComponentModel.DataAnnotations;
using Orleans.Batch.Ingestion;

namespace Orleans.Batch.Realtime;

/// <summary>Sizes of real-time work.</summary>
public sealed class RealtimeOptions
{
    /// <summary>The configuration section these options are bound from.</summary>
    public const string Section = "Realtime";

    /// <summary>Episodes of one graph taken at a time. Default: 50.</summary>
    [Range(1, 10_000)]
    public int GraphRows { get; set; } = 50;

    /// <summary>Episodes in one commit, of all graphs together. Default: 500.</summary>
    [Range(1, 10_000)]
    public int CommitRows { get; set; } = 500;

    /// <summary>
    /// Facts in one commit, and of one graph's episodes committed together. Default: 5,000. The facts of one episode are never
    /// divided.
    /// </summary>
    [Range(1, 10_000_000)]
    public int CommitFacts { get; set; } = 5_000;

    /// <summary>Bytes of content read by one query, of all graphs together. Default: 4 MiB.</summary>
    [Range(1, 1 << 30)]
    public int ReadBytes { get; set; } = 4 << 20;

    /// <summary>
    /// Bytes of live episodes that may be in memory between reading and committing. Default: a sixteenth of the memory this
    /// process may use, 8 to 64 MiB.
    /// </summary>
    [Range(1L, 1L << 40)]
    public long BytesInMemory { get; set; } = MemoryDefaults.BytesInMemory / 2;

    /// <summary>
    /// Facts of live episodes that may be in memory between extraction and commit. Default: one for every 16 KiB of memory
    /// this process may use, 25,000 to 200,000.
    /// </summary>
    [Range(1, 100_000_000)]
    public int FactsInMemory { get; set; } = MemoryDefaults.FactsInMemory / 2;

    /// <summary>
    /// How often an episode that does not fit even alone is tried before it fails with <c>item_too_large</c>. Default: 3.
    /// </summary>
    [Range(1, 100)]
    public int AttemptsAlone { get; set; } = 3;

    /// <summary>
    /// How long a live write waits for a database that restarts before it is refused: at most 50 seconds, because
    /// clients give up after 60. Default: 15 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:50")]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How many live writes may wait like this at a time; a further one is refused at once. Default: 1,000.</summary>
    [Range(0, 1_000_000)]
    public int MaxWaiting { get; set; } = 1_000;
}
