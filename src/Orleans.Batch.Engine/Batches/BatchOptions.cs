using System.ComponentModel.DataAnnotations;

namespace Orleans.Batch.Batches;

/// <summary>Limits and sizes of batches.</summary>
public sealed class BatchOptions
{
    /// <summary>The configuration section these options are bound from.</summary>
    public const string Section = "Batch";

    /// <summary>Items in one batch. Default: 50,000, as Zep's Batch API. A lane's key has room for 2^20 lanes.</summary>
    [Range(1, 1_048_576)]
    public int MaxItemsPerBatch { get; set; } = Limits.ItemsPerBatch;

    /// <summary>
    /// The number of items up to which <c>process</c> checks the destinations before it answers; larger batches are
    /// checked after the call returns. Default: 5,000, well under a tenth of a second.
    /// </summary>
    [Range(0, 1_048_576)]
    public int PrepareAtOnceUpTo { get; set; } = 5_000;

    /// <summary>
    /// The number of items on one graph, waiting ones included, from which validation warns that the batch takes as
    /// long as they do, one after the other. Default: 10,000.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int LongLaneItems { get; set; } = 10_000;

    /// <summary>How many open lanes of one project are awake at a time, all its batches together. Default: 8,192.</summary>
    [Range(1, 1_048_576)]
    public int LaneWindow { get; set; } = 8_192;

    /// <summary>
    /// How long the lanes of an ended batch are kept: without them its items have no graph_uuid and user_uuid. Default: a day.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan KeepLanes { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// How long an ended batch is kept, with its items' errors and the payloads of what was not ingested; after that its
    /// calls answer 404. The graphs' content stays, and so does a batch whose proposal is open. Empty: forever. Default: 30 days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan? KeepBatches { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// The interval between full scans of the record ids for those whose items were removed. Until then they take some
    /// 100 bytes each and have no effect. Default: a day.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan SweepIdentities { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// The directory where streams of items are kept until they end, in files without a name. Not one in memory
    /// (tmpfs). Default: <c>spool</c> in the data directory; the system's directory for temporary files without one.
    /// </summary>
    public string? SpoolDirectory { get; set; }

    /// <summary>
    /// Bytes that waiting streams may take on disk, over all calls; a stream that exceeds it is refused and can be
    /// repeated. Default: 16 GiB.
    /// </summary>
    [Range(1L << 20, 1L << 50)]
    public long MaxSpoolBytes { get; set; } = 16L << 30;

    /// <summary>How many streams are received at a time; further ones are refused and can be repeated. Default: 32.</summary>
    [Range(1, 10_000)]
    public int MaxStreams { get; set; } = 32;

    /// <summary>How many watches are open at a time, over all batches; further ones are refused. Default: 2,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxWatchers { get; set; } = 2_000;
}
