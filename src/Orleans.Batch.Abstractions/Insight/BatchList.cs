namespace Orleans.Batch;

/// <summary>Which batches to list, newest first.</summary>
public sealed record BatchListQuery
{
    /// <summary>How many at most; 1 to 200. Default: 50.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>The previous page's <see cref="BatchListPage.NextCursor"/>; null for the first page.</summary>
    public long? Cursor { get; init; }

    /// <summary>Only those in one of these statuses; empty for all.</summary>
    public IReadOnlyCollection<BatchStatus> Statuses { get; init; } = [];

    /// <summary>
    /// Text that the metadata, as it was written, must contain, or the batch's id must begin with; letters of ASCII
    /// whatever their case. Null for all.
    /// </summary>
    public string? Text { get; init; }
}

/// <summary>A page of batches, newest first.</summary>
/// <param name="Batches">The batches.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
/// <param name="Complete">
/// False when the page ends because <see cref="MaxScanned"/> batches were looked at, not because it is full: going on from
/// <paramref name="NextCursor"/> may find more.
/// </param>
public sealed record BatchListPage(IReadOnlyList<BatchListEntry> Batches, long? NextCursor, bool Complete)
{
    /// <summary>How many batches are looked at for one page that is filtered by text.</summary>
    public const int MaxScanned = 5_000;
}

/// <summary>A batch in a list.</summary>
/// <param name="Batch">The batch with its counts.</param>
/// <param name="ItemsPerSecond">Items that ended per second, lately; null unless it is processing and that is known.</param>
/// <param name="EtaSeconds">
/// What is left over <paramref name="ItemsPerSecond"/>; a batch whose longest lane is long takes longer, which
/// <see cref="IBatchClient.WatchAsync"/> tells. Null while nothing moves.
/// </param>
public sealed record BatchListEntry(BatchSummary Batch, double? ItemsPerSecond, double? EtaSeconds)
{
    /// <summary>Names this state of the batch: <see cref="BatchEvent.IdOf"/>. The same id, the same counts and status.</summary>
    public string Version => BatchEvent.IdOf(Batch);
}

/// <summary>
/// What moves in a project: the batches that run, and those that changed within the last minute. A batch that is in one
/// look and not in the next has stood still or is gone.
/// </summary>
/// <param name="Batches">The batches, newest first; at most <see cref="MaxBatches"/>.</param>
/// <param name="Complete">False when more of them move than are listed.</param>
public sealed record ProjectActivity(IReadOnlyList<BatchListEntry> Batches, bool Complete)
{
    /// <summary>How many batches are listed at most.</summary>
    public const int MaxBatches = 200;
}
