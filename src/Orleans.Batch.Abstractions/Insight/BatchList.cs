namespace Orleans.Batch;

/// <summary>Which batches to list, newest first.</summary>
public sealed record BatchListQuery
{
    /// <summary>How many at most; 1 to 200. Default: 50.</summary>
    public int Limit { get; init; } = Limits.DefaultPerPage;

    /// <summary>The previous page's <see cref="BatchListPage.NextCursor"/>; null for the first page.</summary>
    public long? Cursor { get; init; }

    /// <summary>Only those in one of these statuses; empty for all.</summary>
    public IReadOnlyCollection<BatchStatus> Statuses { get; init; } = [];

    /// <summary>
    /// Text that the metadata, as it was written, must contain, or with which the batch's id must begin; the case of
    /// ASCII letters does not matter. Null for all.
    /// </summary>
    public string? Text { get; init; }
}

/// <summary>A page of batches, newest first.</summary>
/// <param name="Batches">The batches.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
/// <param name="Complete">
/// False when the page ends because <see cref="MaxScanned"/> batches were scanned, not because it is full: continuing from
/// <paramref name="NextCursor"/> may find more.
/// </param>
public sealed record BatchListPage(IReadOnlyList<BatchListEntry> Batches, long? NextCursor, bool Complete)
{
    /// <summary>How many batches are scanned for one page that is filtered by text.</summary>
    public const int MaxScanned = 5_000;
}

/// <summary>A batch in a list.</summary>
/// <param name="Batch">The batch with its counts.</param>
/// <param name="ItemsPerSecond">Items that ended per second recently; null unless it is processing and the rate is known.</param>
/// <param name="EtaSeconds">
/// The items left divided by <paramref name="ItemsPerSecond"/>; a batch with a long longest lane takes longer, as <see
/// cref="IBatchClient.WatchAsync"/> reports. Null while nothing moves.
/// </param>
public sealed record BatchListEntry(BatchSummary Batch, double? ItemsPerSecond, double? EtaSeconds)
{
    /// <summary>Names this state of the batch: <see cref="BatchEvent.IdOf"/>. The same id, the same counts and status.</summary>
    public string Version => BatchEvent.IdOf(Batch);
}

/// <summary>
/// The active batches of a project: those that run, and those that changed within the last minute. A batch that is in
/// one snapshot and not in the next has not changed or was removed.
/// </summary>
/// <param name="Batches">The batches, newest first; at most <see cref="MaxBatches"/>.</param>
/// <param name="Complete">False when more are active than are listed.</param>
public sealed record ProjectActivity(IReadOnlyList<BatchListEntry> Batches, bool Complete)
{
    /// <summary>How many batches are listed at most.</summary>
    public const int MaxBatches = 200;
}
