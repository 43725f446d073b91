using System.Diagnostics.CodeAnalysis;

namespace Orleans.Batch.Grouping;

/// <summary>Requests in the order of their arrival; a group takes them until it has a weight.</summary>
/// <param name="maxWeight">A group of this weight takes no further request.</param>
/// <param name="weight">A request's share of a group; 1 by default.</param>
public sealed class WeightedQueue<TRequest, TResult>(int maxWeight, Func<TRequest, int>? weight = null)
    : IRequestQueue<TRequest, TResult>
{
    private readonly Queue<PendingRequest<TRequest, TResult>> _waiting = [];

    /// <inheritdoc/>
    public void Add(PendingRequest<TRequest, TResult> request) => _waiting.Enqueue(request);

    /// <inheritdoc/>
    public IReadOnlyList<PendingRequest<TRequest, TResult>> Take(out Task? changed)
    {
        changed = null;
        var group = new List<PendingRequest<TRequest, TResult>>();
        for (var taken = 0; taken < maxWeight && _waiting.TryDequeue(out var request);)
        {
            group.Add(request);
            taken += weight is null ? 1 : weight(request.Request);
        }

        return group;
    }

    /// <inheritdoc/>
    public bool TryRemove([MaybeNullWhen(false)] out PendingRequest<TRequest, TResult> request) => _waiting.TryDequeue(out request);
}
