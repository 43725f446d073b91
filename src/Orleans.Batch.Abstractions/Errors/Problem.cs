namespace Orleans.Batch;

/// <summary>One problem of a request.</summary>
/// <param name="Index">Position of the item in the request, from 0; null when it concerns the whole body.</param>
/// <param name="Field">Name of the field as on the wire; null when no single field is at fault.</param>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
[GenerateSerializer]
[Alias("orleans-batch.problem.v1")]
[Immutable]
public sealed record Problem(
    [property: Id(0)] int? Index,
    [property: Id(1)] string? Field,
    [property: Id(2)] string Code,
    [property: Id(3)] string Message)
{
    /// <summary>In a stream of lines, instead of an index: the line, from 1; null elsewhere.</summary>
    [Id(4)]
    public long? Line { get; init; }
}
