namespace Orleans.Batch.Gateway.Dashboard;

/// <summary>What can be retried of a batch.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Errors">Its errors by code, to choose from.</param>
public sealed record RetryModel(BatchSummary Batch, ErrorReport Errors);
