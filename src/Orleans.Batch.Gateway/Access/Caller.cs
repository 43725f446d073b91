namespace Orleans.Batch.Gateway;

/// <summary>Who calls: set on the request once its key is known.</summary>
internal sealed record Caller(ProjectId Project);
