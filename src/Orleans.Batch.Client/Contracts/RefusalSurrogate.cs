namespace Orleans.Batch.Client;

/// <summary>
/// The part of a <see cref="BatchServiceException"/> that crosses between processes: all that a caller can act on. The
/// inner exception stays in its silo: its type may not be serializable.
/// </summary>
[GenerateSerializer]
[Alias("orleans-batch.refusal.v1")]
internal struct RefusalSurrogate
{
    [Id(0)]
    public ErrorKind Kind { get; set; }

    [Id(1)]
    public string Code { get; set; }

    [Id(2)]
    public string Message { get; set; }

    [Id(3)]
    public Problem[] Problems { get; set; }

    [Id(4)]
    public int ProblemCount { get; set; }

    [Id(5)]
    public TimeSpan? RetryAfter { get; set; }
}

/// <summary>Converts a refusal to its surrogate and back.</summary>
[RegisterConverter]
internal sealed class RefusalConverter : IConverter<BatchServiceException, RefusalSurrogate>
{
    /// <inheritdoc/>
    public BatchServiceException ConvertFromSurrogate(in RefusalSurrogate surrogate) =>
        new(surrogate.Kind, surrogate.Code, surrogate.Message)
        {
            Problems = surrogate.Problems,
            ProblemCount = surrogate.ProblemCount,
            RetryAfter = surrogate.RetryAfter,
        };

    /// <inheritdoc/>
    public RefusalSurrogate ConvertToSurrogate(in BatchServiceException value) => new()
    {
        Kind = value.Kind,
        Code = value.Code,
        Message = value.Message,
        Problems = [.. value.Problems],
        ProblemCount = value.ProblemCount,
        RetryAfter = value.RetryAfter,
    };
}
