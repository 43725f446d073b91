namespace Orleans.Batch.Dashboard;

/// <summary>The model of a draft's validation.</summary>
/// <param name="Batch">The draft.</param>
/// <param name="Validation">A page of the problems found.</param>
public sealed record ValidationModel(BatchSummary Batch, BatchValidation Validation)
{
    /// <summary>The first page, when this is another.</summary>
    public string? First { get; init; }

    /// <summary>The next page, if any.</summary>
    public string? Next { get; init; }
}
