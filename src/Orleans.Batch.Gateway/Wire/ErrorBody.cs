namespace Orleans.Batch.Gateway.Wire;

/// <summary>The body of every answer that is not a success.</summary>
internal sealed record ErrorBody
{
    /// <summary>What is wrong, where, and what to do.</summary>
    public required string Message { get; init; }

    /// <summary>Stable, for programs.</summary>
    public required string Code { get; init; }

    /// <summary>The id of the request in the service's log; also in the header <c>x-request-id</c>.</summary>
    public required string RequestId { get; init; }

    /// <summary>With status 400: how many problems there are in all.</summary>
    public int? ErrorCount { get; init; }

    /// <summary>With status 400: the problems, at most 1,000.</summary>
    public IReadOnlyList<Problem>? Errors { get; init; }
}
