namespace Orleans.Batch.Chaos.Clients;

/// <summary>The number of requests that all clients of a run may still make.</summary>
/// <param name="calls">The number of requests.</param>
public sealed class CallBudget(int calls)
{
    private int _left = calls;

    public bool IsSpent => Volatile.Read(ref _left) <= 0;

    public int Left => Math.Max(0, Volatile.Read(ref _left));

    /// <summary>Counts one request.</summary>
    public void Spend() => Interlocked.Decrement(ref _left);
}
