namespace Orleans.Batch;

/// <summary>What the extraction of a draft by a model will take, about. Answers that are stored already cost nothing and are not left out.</summary>
/// <param name="Profile">The name of the model's profile; null where none is configured.</param>
/// <param name="Requests">How many requests.</param>
/// <param name="InputTokens">How many tokens the model reads.</param>
/// <param name="OutputTokens">How many tokens it writes.</param>
/// <param name="Cost">The price at the configured rates, in the currency they are in; null where no rates are configured.</param>
/// <param name="Hours">How long it takes at the configured limits, if nothing else uses the model.</param>
[GenerateSerializer]
[Alias("orleans-batch.model-estimate.v1")]
[Immutable]
public sealed record ModelEstimate(
    [property: Id(0)] string? Profile,
    [property: Id(1)] long Requests,
    [property: Id(2)] long InputTokens,
    [property: Id(3)] long OutputTokens,
    [property: Id(4)] decimal? Cost,
    [property: Id(5)] double Hours);
