namespace Orleans.Batch.Grains.Steps;

/// <summary>
/// The steps of one key while they run in this process. Thread-safe, so that work for the key is announced without a grain call.
/// </summary>
internal sealed class RunningSteps
{
    private readonly Lock _gate = new();
    private bool _woken;
    private bool _ended;

    /// <summary>Asks for another step after the one that runs.</summary>
    /// <returns>False when no more steps follow: the key has to be woken anew.</returns>
    public bool TryWake()
    {
        lock (_gate)
        {
            _woken |= !_ended;
            return !_ended;
        }
    }

    /// <summary>A step begins; it sees everything that was announced until now.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            _woken = false;
        }
    }

    /// <summary>Ends the steps, unless one was asked for.</summary>
    /// <returns>False when another step has to run first.</returns>
    public bool TryEnd()
    {
        lock (_gate)
        {
            _ended = !_woken;
            return _ended;
        }
    }

    /// <summary>Ends the steps, whether one was asked for or not.</summary>
    /// <returns>Whether one was asked for.</returns>
    public bool End()
    {
        lock (_gate)
        {
            _ended = true;
            return _woken;
        }
    }
}
