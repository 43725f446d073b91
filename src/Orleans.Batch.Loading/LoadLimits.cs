namespace Orleans.Batch.Loading;

/// <summary>
/// The limits of a source's pages and batches. They must depend only on the source, because idempotency keys name its
/// pieces: changing one of the first three changes what a rerun of an older load would send.
/// </summary>
internal sealed record LoadLimits
{
    /// <summary>Items of one add call. Default: 500, the API's maximum.</summary>
    public int PageItems { get; init; } = Limits.ItemsPerAdd;

    /// <summary>Bytes of items after which an add call is full. Default: 8 MiB.</summary>
    public int PageBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Items of one batch. Default: 50,000, the API's maximum.</summary>
    public int BatchItems { get; init; } = Limits.ItemsPerBatch;

    /// <summary>Batches started and not yet ended, so that the database is not overloaded. Default: 4.</summary>
    public int UnfinishedBatches { get; init; } = 4;

    /// <summary>Destinations of one call that creates them. Default: 5,000, the API's maximum.</summary>
    public int PageDestinations { get; init; } = Limits.DestinationsPerCall;

    /// <summary>Bytes of destinations after which such a call is full. Default: 1 MiB.</summary>
    public int PageDestinationBytes { get; init; } = 1024 * 1024;

    /// <summary>Such calls at once. Default: 4.</summary>
    public int ConcurrentDestinationPages { get; init; } = 4;

    /// <summary>Destinations read at once. Default: 8.</summary>
    public int ConcurrentDestinations { get; init; } = 8;

    /// <summary>How long one call is tried again while the server is unavailable or busy. Default: 5 minutes.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The polling interval of a batch that is being processed. Default: 250 ms.</summary>
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a draft of another load must be unchanged to count as abandoned. Default: 10 s.</summary>
    public TimeSpan AbandonedAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Failed items listed in the receipt. Default: 20.</summary>
    public int ListedFailures { get; init; } = 20;
}
