namespace Orleans.Batch;

/// <summary>What requests to models take, at most or in fact.</summary>
/// <param name="InputTokens">Input tokens.</param>
/// <param name="OutputTokens">Output tokens.</param>
/// <param name="Cost">The price in millionths of the operator's currency.</param>
[GenerateSerializer]
[Alias("orleans-batch.model-usage.v1")]
[Immutable]
public sealed record ModelUsage([property: Id(0)] long InputTokens, [property: Id(1)] long OutputTokens, [property: Id(2)] long Cost);
