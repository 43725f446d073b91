namespace Orleans.Batch;

/// <summary>What extraction by models has taken, over all batches of an import.</summary>
/// <param name="Requests">Requests that took tokens.</param>
/// <param name="Replays">Windows that a stored answer served, at no cost.</param>
/// <param name="InputTokens">Tokens that models have read.</param>
/// <param name="OutputTokens">Tokens that they have written.</param>
/// <param name="Cost">The price of both, in the currency of the operator's prices; 0 where there are none.</param>
[GenerateSerializer]
[Alias("orleans-batch.import-model-run.v1")]
[Immutable]
public sealed record ImportModelRun(
    [property: Id(0)] long Requests,
    [property: Id(1)] long Replays,
    [property: Id(2)] long InputTokens,
    [property: Id(3)] long OutputTokens,
    [property: Id(4)] decimal Cost);
