namespace Orleans.Batch.Ingestion;

/// <summary>
/// Bounds the amount of a resource that is in memory at once, over all its users. Waiting is in a <see
/// cref="FairQueue{T}"/>, so that a project with much work does not block another's.
/// </summary>
/// <param name="capacity">The bound. A larger single amount is admitted when it is the only one.</param>
public sealed class WorkBudget(long capacity)
{
    private readonly Lock _gate = new();
    private readonly FairQueue<Waiter> _waiting = new();
    private long _taken;

    /// <summary>The amount in memory.</summary>
    public long Taken
    {
        get
        {
            lock (_gate)
            {
                return _taken;
            }
        }
    }

    /// <summary>Opens an empty share; disposing it returns all that it took.</summary>
    /// <param name="project">The project that it works for.</param>
    /// <param name="weight">The project's share, relative to others; 1 or more.</param>
    /// <param name="priority">Higher goes first within the project.</param>
    public WorkShare Open(long project, int weight = 1, int priority = 0) => new(this, project, weight, priority);

    /// <summary>Takes an amount, waiting for its turn where it does not fit now.</summary>
    internal ValueTask TakeAsync(long project, int weight, int priority, long amount, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_gate)
        {
            if (_waiting.Count == 0 && Fits(amount))
            {
                _taken += amount;
                return default;
            }

            waiter = new Waiter(amount);
            _waiting.Enqueue(project, weight, priority, waiter);
        }

        return WaitAsync(waiter, cancellationToken);
    }

    /// <summary>Takes an amount if it fits now and nothing waits.</summary>
    internal bool TryTake(long amount)
    {
        lock (_gate)
        {
            if (_waiting.Count > 0 || !Fits(amount))
            {
                return false;
            }

            _taken += amount;
            return true;
        }
    }

    /// <summary>Changes how much is taken, beyond the capacity too.</summary>
    internal void Change(long by)
    {
        lock (_gate)
        {
            _taken += by;
            while (_waiting.TryPeek(out var next) && (next.IsCanceled || Fits(next.Amount)))
            {
                _waiting.Dequeue((int)Math.Min(next.Amount, int.MaxValue));
                if (next.TryLetIn())
                {
                    _taken += next.Amount;
                }
            }
        }
    }

    private static async ValueTask WaitAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(
            static (waiter, token) => ((Waiter)waiter!).Cancel(token), waiter);
        await waiter.Task;
    }

    private bool Fits(long amount) => _taken <= 0 || _taken + amount <= capacity;

    private sealed class Waiter(long amount)
    {
        private readonly TaskCompletionSource _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long Amount { get; } = amount;

        public Task Task => _turn.Task;

        public bool IsCanceled => _turn.Task.IsCanceled;

        public bool TryLetIn() => _turn.TrySetResult();

        public void Cancel(CancellationToken token) => _turn.TrySetCanceled(token);
    }
}
