namespace Orleans.Batch;

/// <summary>What requests to models may take at most, of a batch or a project.</summary>
/// <param name="MaxTokens">Input and output tokens together; null: no cap.</param>
/// <param name="MaxCost">The price in millionths of the operator's currency; null: no cap.</param>
[GenerateSerializer]
[Alias("orleans-batch.model-caps.v1")]
[Immutable]
public sealed record ModelCaps([property: Id(0)] long? MaxTokens, [property: Id(1)] long? MaxCost);
