namespace Orleans.Batch;

/// <summary>Why an item failed or was canceled.</summary>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">What is wrong and what to do; at most 2,000 characters.</param>
/// <param name="Retryable">Whether sending it again unchanged could help.</param>
/// <param name="Attempts">The number of attempts.</param>
[GenerateSerializer]
[Alias("orleans-batch.item-error.v1")]
[Immutable]
public sealed record ItemError(
    [property: Id(0)] string Code,
    [property: Id(1)] string Message,
    [property: Id(2)] bool Retryable,
    [property: Id(3)] int Attempts);
