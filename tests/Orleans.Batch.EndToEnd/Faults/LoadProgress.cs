namespace Orleans.Batch.EndToEnd.Faults;

/// <summary>The progress of all clients of a run, so that a fault can wait for its moment.</summary>
internal sealed class LoadProgress
{
    private readonly Lock _gate = new();
    private readonly List<(bool Process, int Count, TaskCompletionSource Reached)> _waiting = [];
    private int _adds;
    private int _processes;
    private bool _over;

    /// <summary>Records that an add call was answered or given up.</summary>
    public void Added() => Move(ref _adds);

    /// <summary>Records that a process call is about to be made.</summary>
    public void Processing() => Move(ref _processes);

    /// <summary>Records the end of all calls: all waits complete.</summary>
    public void End()
    {
        lock (_gate)
        {
            _over = true;
            Release();
        }
    }

    /// <summary>Completes at this number of add calls, or of process calls.</summary>
    public Task WaitAsync(bool process, int count)
    {
        lock (_gate)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((process, count, reached));
            Release();
            return reached.Task;
        }
    }

    private void Move(ref int counter)
    {
        lock (_gate)
        {
            counter++;
            Release();
        }
    }

    private void Release() => _waiting.RemoveAll(w =>
        (_over || (w.Process ? _processes : _adds) >= w.Count) && w.Reached.TrySetResult());
}
