namespace Orleans.Batch.Gateway.Dashboard;

/// <summary>What the list of a batch's items shows.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Query">What is filtered by.</param>
/// <param name="Page">The items.</param>
public sealed record ItemListModel(BatchSummary Batch, BatchItemQuery Query, BatchItemPage Page)
{
    /// <summary>The first page, when this is another.</summary>
    public string? First { get; init; }

    /// <summary>The next page, if any.</summary>
    public string? Next { get; init; }
}
