namespace Orleans.Batch;

/// <summary>Which batches to list.</summary>
/// <param name="Limit">How many at most; 1 to 1,000.</param>
/// <param name="Cursor">The previous page's <see cref="BatchPage.NextCursor"/>; null or 0 for the first page.</param>
/// <param name="Status">Only those in this status; null for all.</param>
public sealed record BatchQuery(int Limit = 50, long? Cursor = null, BatchStatus? Status = null);

/// <summary>A page of batches, newest first.</summary>
/// <param name="Batches">The batches.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
public sealed record BatchPage(IReadOnlyList<BatchSummary> Batches, long? NextCursor);

/// <summary>Which items to list.</summary>
/// <param name="Limit">How many at most; 1 to 1,000.</param>
/// <param name="Cursor">The previous page's <see cref="BatchItemPage.NextCursor"/>; null or 0 for the first page.</param>
/// <param name="Status">Only those in this status; null for all.</param>
public sealed record BatchItemQuery(int Limit = 50, long? Cursor = null, ItemStatus? Status = null)
{
    /// <summary>Only items of this kind; null for all.</summary>
    public ItemKind? Kind { get; init; }

    /// <summary>Only items whose graph, user or thread was given by this id; null for all.</summary>
    public string? Destination { get; init; }

    /// <summary>Only those with this code of <see cref="ErrorCodes"/> in their error; null for all.</summary>
    public string? Code { get; init; }
}

/// <summary>A page of items in sequence order.</summary>
/// <param name="Items">The items.</param>
/// <param name="NextCursor">Where the next page begins (a sequence index); null on the last.</param>
public sealed record BatchItemPage(IReadOnlyList<BatchItem> Items, long? NextCursor);
