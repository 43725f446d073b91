namespace Orleans.Batch.Gateway.Http;

/// <summary>The caller: set on the request once its key is known.</summary>
internal sealed record Caller(ProjectId Project);
