namespace Orleans.Batch.Models;

/// <summary>
/// Whether an endpoint is out of order: after five failures in a row, or at once when it refuses the configuration. Single
/// requests then probe it, after 1 s, 2 s, 4 s and so on up to a minute, until one is answered.
/// </summary>
internal sealed class EndpointOutage
{
    private const int MostFailures = 5;
    private const int LongestReason = 300;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    private int _failures;
    private Guid _probe;
    private TimeSpan _delay;
    private TimeSpan _probeAt;
    private TimeSpan _countedUntil;

    /// <summary>Why no requests are sent, in one sentence; null: they are sent.</summary>
    public string? Reason { get; private set; }

    /// <summary>How long until a request may probe the endpoint; zero: one may now.</summary>
    public TimeSpan UntilProbe(TimeSpan now)
    {
        if (_probe != Guid.Empty)
        {
            return FirstDelay;
        }

        return _probeAt > now ? _probeAt - now : TimeSpan.Zero;
    }

    /// <summary>Makes a request the probe, if the endpoint is out of order.</summary>
    public void Begin(Guid permit) => _probe = Reason is null ? Guid.Empty : permit;

    /// <summary>Records that a request is not sent, or will never be reported: another may be the probe.</summary>
    public void Forget(Guid permit) => _probe = _probe == permit ? Guid.Empty : _probe;

    /// <summary>Records an answer, which ends the outage.</summary>
    public void Succeed(TimeSpan now)
    {
        Count(now);
        (_failures, _probe, Reason) = (0, Guid.Empty, null);
    }

    /// <summary>Records a failure.</summary>
    public void Fail(TimeSpan now, Guid permit, bool isRefusal, string? reason)
    {
        _failures++;
        if (Reason is null && !isRefusal && _failures < MostFailures)
        {
            return;
        }

        if (Reason is null)
        {
            (_delay, _countedUntil) = (FirstDelay, now);
        }
        else if (permit == _probe)
        {
            _delay = _delay * 2 < LongestDelay ? _delay * 2 : LongestDelay;
        }
        else
        {
            return; // sent before the outage began, or after it: only probes tell how it goes on
        }

        Count(now);
        _probe = Guid.Empty;
        _delay = isRefusal ? LongestDelay : _delay;
        _probeAt = now + _delay;
        Reason = Describe(isRefusal, reason);
    }

    /// <summary>Records a probe that neither succeeded nor failed: the endpoint has too many requests.</summary>
    public void Postpone(TimeSpan now, Guid permit)
    {
        if (permit == _probe)
        {
            _probe = Guid.Empty;
            _probeAt = now + _delay;
        }
    }

    private static string Describe(bool isRefusal, string? reason)
    {
        var what = isRefusal ? "The model's endpoint refuses requests" : "The model's endpoint does not answer";
        var why = reason?.Trim().TrimEnd('.');
        return string.IsNullOrEmpty(why) ? what + "." : $"{what}: {(why.Length > LongestReason ? why[..LongestReason] : why)}.";
    }

    private void Count(TimeSpan now)
    {
        if (Reason is not null)
        {
            Telemetry.ModelHeld.Add((now - _countedUntil).TotalSeconds);
            _countedUntil = now;
        }
    }
}
