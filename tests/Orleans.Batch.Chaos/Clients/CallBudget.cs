namespace Orleans.Batch.Chaos.Clients;

/// <summary>How many requests all clients of a run may still make together, or until when.</summary>
/// <param name="calls">The number of requests.</param>
/// <param name="ended">Ends the run early.</param>
public sealed class CallBudget(int calls, CancellationToken ended)
{
    private int _left = calls;

    public bool IsSpent => Volatile.Read(ref _left) <= 0 || ended.IsCancellationRequested;

    public int Left => Math.Max(0, Volatile.Read(ref _left));

    /// <summary>Counts one request.</summary>
    public void Spend() => Interlocked.Decrement(ref _left);
}
