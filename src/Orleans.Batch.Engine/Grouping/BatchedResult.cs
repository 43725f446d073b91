namespace Orleans.Batch.Grouping;

/// <summary>The answer to one request of a group.</summary>
/// <param name="Value">The answer.</param>
/// <param name="Fault">A fault of this request alone, not of its neighbors; null if there is none.</param>
public readonly record struct BatchedResult<T>(T? Value, Exception? Fault = null)
{
    /// <summary>Whether there is no answer yet: the request goes back to its queue.</summary>
    public bool IsPutBack { get; init; }
}

/// <summary>Answers a group of requests.</summary>
/// <param name="group">The requests.</param>
/// <param name="loop">The number of the loop that runs it, from 0.</param>
/// <param name="cancellationToken">Canceled when the batcher stops.</param>
/// <returns>One answer per request, in the same order. An exception fails all requests of the group.</returns>
public delegate ValueTask<IReadOnlyList<BatchedResult<TResult>>> GroupOperation<TRequest, TResult>(
    IReadOnlyList<TRequest> group, int loop, CancellationToken cancellationToken);
