namespace Orleans.Batch.Grains.Steps;

/// <summary>
/// The steps of one key while they run in this process. Thread-safe, so that work for the key is announced without a grain call.
/// </summary>
internal sealed class RunningSteps
{
    private const int Running = 0;
    private const int Woken = 1;
    private const int Ended = 2;

    private int _state = Running;

    /// <summary>Requests another step after the one that runs.</summary>
    /// <returns>False if no more steps follow: the key must be woken again.</returns>
    public bool TryWake() => Interlocked.CompareExchange(ref _state, Woken, Running) != Ended;

    /// <summary>Begins a step, which sees everything announced until now.</summary>
    public void Begin() => Interlocked.CompareExchange(ref _state, Running, Woken);

    /// <summary>Ends the steps, unless another one was requested.</summary>
    /// <returns>Whether they have ended; otherwise another step must run first.</returns>
    public bool TryEnd() => Interlocked.CompareExchange(ref _state, Ended, Running) != Woken;

    /// <summary>Ends the steps, whether another one was requested or not.</summary>
    /// <returns>Whether one was requested.</returns>
    public bool End() => Interlocked.Exchange(ref _state, Ended) == Woken;
}
