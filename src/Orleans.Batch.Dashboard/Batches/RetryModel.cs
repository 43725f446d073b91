namespace Orleans.Batch.Dashboard;

/// <summary>The items of a batch that can be retried.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Errors">Its errors by code, to choose from.</param>
public sealed record RetryModel(BatchSummary Batch, ErrorReport Errors);
