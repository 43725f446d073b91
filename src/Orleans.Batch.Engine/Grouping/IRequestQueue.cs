using System.Diagnostics.CodeAnalysis;

namespace Orleans.Batch.Grouping;

/// <summary>
/// Waiting requests, and the rule that forms groups of them. <see cref="RequestBatcher{TRequest, TResult}"/> makes one
/// call at a time.
/// </summary>
public interface IRequestQueue<TRequest, TResult>
{
    /// <summary>Adds a request: a new one, or one that its group has put back.</summary>
    void Add(PendingRequest<TRequest, TResult> request);

    /// <summary>Removes the requests of the next group.</summary>
    /// <param name="changed">
    /// Completes when a group may be formed without a further request, if none can be formed now; null otherwise.
    /// </param>
    IReadOnlyList<PendingRequest<TRequest, TResult>> Take(out Task? changed);

    /// <summary>Removes any request.</summary>
    bool TryRemove([MaybeNullWhen(false)] out PendingRequest<TRequest, TResult> request);
}
