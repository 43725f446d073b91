namespace Orleans.Batch;

/// <summary>A model that callers may choose: what they need to know to choose it, and to estimate what it takes.</summary>
/// <param name="Name">The name of its profile.</param>
/// <param name="Window">The most turns of one request, and their tokens.</param>
/// <param name="RequestsPerMinute">The most requests a minute, of all callers together.</param>
/// <param name="TokensPerMinute">The most tokens a minute, input and output together; null: only requests are limited.</param>
/// <param name="Prices">Its prices; null where none are configured.</param>
[GenerateSerializer]
[Alias("orleans-batch.model-offer.v1")]
[Immutable]
public sealed record ModelOffer(
    [property: Id(0)] string Name,
    [property: Id(1)] WindowSize Window,
    [property: Id(2)] int RequestsPerMinute,
    [property: Id(3)] int? TokensPerMinute,
    [property: Id(4)] ModelPrices? Prices);

/// <summary>The prices of a million tokens, in the currency of the operator's choice.</summary>
/// <param name="Input">What the model reads.</param>
/// <param name="Output">What it writes.</param>
[GenerateSerializer]
[Alias("orleans-batch.model-prices.v1")]
[Immutable]
public sealed record ModelPrices([property: Id(0)] decimal Input, [property: Id(1)] decimal Output)
{
    /// <summary>The price of tokens in millionths of the currency, rounded up.</summary>
    public long Cost(long inputTokens, long outputTokens) => (long)Math.Ceiling((inputTokens * Input) + (outputTokens * Output));
}
