namespace Orleans.Batch.Gateway.Dashboard;

/// <summary>What processing a draft would lead to.</summary>
/// <param name="Batch">The draft.</param>
/// <param name="Validation">What was found, a page of it.</param>
public sealed record ValidationModel(BatchSummary Batch, BatchValidation Validation)
{
    /// <summary>The first page, when this is another.</summary>
    public string? First { get; init; }

    /// <summary>The next page, if any.</summary>
    public string? Next { get; init; }
}
