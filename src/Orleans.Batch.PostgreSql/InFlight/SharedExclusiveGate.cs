namespace Orleans.Batch.PostgreSql.InFlight;

/// <summary>
/// Admits work of this process: many concurrent entries, or one alone, so that a crash can be attributed to
/// that one. In the order of arrival.
/// </summary>
internal sealed class SharedExclusiveGate
{
    private const int OneAlone = -1;

    private readonly Lock _gate = new();
    private readonly Queue<(bool Alone, TaskCompletionSource Entered)> _waiting = new();
    private int _inside;

    /// <summary>Waits until there is room; each entry is followed by <see cref="Leave"/>.</summary>
    /// <param name="alone">Whether nothing else may be in flight meanwhile.</param>
    /// <param name="cancellationToken">Cancels the wait; then nothing has been entered.</param>
    public ValueTask EnterAsync(bool alone, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_waiting.Count == 0 && MayEnter(alone))
            {
                Enter(alone);
                return default;
            }

            var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((alone, entered));
            return WaitAsync(entered, cancellationToken);
        }
    }

    /// <summary>Ends one entry.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _inside = _inside == OneAlone ? 0 : _inside - 1;
            while (_waiting.TryPeek(out var next) && MayEnter(next.Alone))
            {
                _waiting.Dequeue();
                if (next.Entered.TrySetResult())
                {
                    Enter(next.Alone);
                }
            }
        }
    }

    private static async ValueTask WaitAsync(TaskCompletionSource entered, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(
            static (waiting, token) => ((TaskCompletionSource)waiting!).TrySetCanceled(token), entered);
        await entered.Task;
    }

    private bool MayEnter(bool alone) => alone ? _inside == 0 : _inside >= 0;

    private void Enter(bool alone) => _inside = alone ? OneAlone : _inside + 1;
}
