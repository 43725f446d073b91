namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>Bounds how many rows are in memory between reading and committing. One taker, many givers.</summary>
internal sealed class RowBudget(int rows)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _waiting;
    private int _free = rows;

    /// <summary>Takes rows, even more than are free: the next taker waits the longer.</summary>
    public void Take(int count)
    {
        lock (_gate)
        {
            _free -= count;
        }
    }

    /// <summary>Gives rows back.</summary>
    public void Give(int count)
    {
        TaskCompletionSource? waiting;
        lock (_gate)
        {
            _free += count;
            waiting = _waiting;
            _waiting = null;
        }

        waiting?.TrySetResult();
    }

    /// <summary>Completes when at least <paramref name="count"/> rows are free.</summary>
    public async ValueTask WaitAsync(int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task signal;
            lock (_gate)
            {
                if (_free >= count)
                {
                    return;
                }

                _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                signal = _waiting.Task;
            }

            await signal.WaitAsync(cancellationToken);
        }
    }
}
