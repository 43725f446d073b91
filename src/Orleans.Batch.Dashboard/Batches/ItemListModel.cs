namespace Orleans.Batch.Dashboard;

/// <summary>The model of the list of a batch's items.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Query">The filter.</param>
/// <param name="Page">The items.</param>
public sealed record ItemListModel(BatchSummary Batch, BatchItemQuery Query, BatchItemPage Page)
{
    /// <summary>The first page, when this is another.</summary>
    public string? First { get; init; }

    /// <summary>The next page, if any.</summary>
    public string? Next { get; init; }
}
