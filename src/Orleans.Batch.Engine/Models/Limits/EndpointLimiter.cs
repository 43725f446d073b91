namespace Orleans.Batch.Models;

/// <summary>
/// Keeps the limits of one endpoint and key. Requests get a place in a schedule, and wait for it on their own side. Not safe for
/// concurrent calls.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class EndpointLimiter(TimeProvider time)
{
    // How far ahead places are given out. A place cannot be taken back: what the endpoint says is obeyed after this time, and live
    // writes that come later go behind batches that have a place. Live writes get places further ahead, so that they go first.
    private static readonly TimeSpan BatchLead = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LiveLead = TimeSpan.FromSeconds(1);

    // The activation before may have given out places up to a second ahead, and a minute of requests before them.
    private static readonly TimeSpan RestAfterFirst = TimeSpan.FromSeconds(2);

    // A request in flight may end at any time.
    private static readonly TimeSpan RoomInterval = TimeSpan.FromMilliseconds(100);

    // A longer pause is a reason to be shown.
    private static readonly TimeSpan LongestSilentPause = TimeSpan.FromSeconds(10);

    private readonly long _start = time.GetTimestamp();
    private readonly UsageWindow _window = new();
    private readonly RequestPace _pace = new();
    private readonly AdaptiveRate _rate = new();
    private readonly EndpointOutage _outage = new();
    private readonly OpenPermits _permits = new();
    private readonly ReturnSchedule _liveReturns = new();
    private readonly ReturnSchedule _batchReturns = new();
    private TimeSpan _liveReturnsAt = TimeSpan.MinValue;
    private bool _isNew = true;

    private TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>Takes a place for one request.</summary>
    /// <param name="limits">The limits of its profile.</param>
    /// <param name="tokens">The most tokens of the request.</param>
    /// <param name="isLive">Whether it is for a live write, which goes first.</param>
    /// <returns>
    /// A place; or why no requests are sent; or, without an id and a reason, how long to wait before asking again.
    /// </returns>
    public ModelPermit Acquire(RequestLimits limits, int tokens, bool isLive)
    {
        var now = Now;
        foreach (var expired in _permits.RemoveExpired(now))
        {
            _outage.Forget(expired);
        }

        return FindReasonToHold(now) is { } held ? held : Place(now, limits, tokens, isLive);
    }

    /// <summary>Ends a request. A place that is not known, or expired, is ignored.</summary>
    public void Report(CallReport report)
    {
        if (_permits.Remove(report.PermitId) is not { } permit)
        {
            return;
        }

        var isUnused = report is { Tokens: null, Fault: null };
        Settle(permit, isUnused ? -1 : 0, report.Tokens ?? 0);
        if (isUnused)
        {
            _outage.Forget(report.PermitId);
            return;
        }

        ObeyHeaders(report.Limits);
        Learn(report, permit);
    }

    private ModelPermit? FindReasonToHold(TimeSpan now)
    {
        if (_outage.Reason is { } reason && _outage.UntilProbe(now) is var wait && wait > TimeSpan.Zero)
        {
            return new ModelPermit(Guid.Empty, wait, reason);
        }

        var pause = _rate.PausedUntil - now;
        return pause > LongestSilentPause
            ? new ModelPermit(Guid.Empty, pause, "The model's endpoint has too many requests and has asked to wait.")
            : null;
    }

    private ModelPermit Place(TimeSpan now, RequestLimits limits, int tokens, bool isLive)
    {
        var cost = _rate.Cost(limits, tokens);
        if (!_permits.HasRoom(limits, isLive) || (!isLive && now < _liveReturnsAt))
        {
            return Return(now, now + RoomInterval, cost < RoomInterval ? cost : RoomInterval, isLive);
        }

        var turn = _pace.Next(now, isLive, limits.LiveShare);
        var at = _window.EarliestFit(turn > _rate.PausedUntil ? turn : _rate.PausedUntil, tokens, isLive, limits);
        var lead = isLive ? LiveLead : BatchLead;
        if (at - now > lead)
        {
            return Return(now, at - lead, cost, isLive);
        }

        var id = Guid.NewGuid();
        Enter(id, new OpenPermit(at, tokens, isLive, cost, limits));
        return new ModelPermit(id, at - now, null);
    }

    private void Enter(Guid id, OpenPermit permit)
    {
        _window.Add(permit.SentAt, permit.Tokens, permit.IsLive);
        _pace.Take(permit.SentAt, permit.Cost, permit.IsLive, permit.Limits.LiveShare);
        _permits.Add(id, permit);
        _outage.Begin(id);
        if (_isNew)
        {
            _pace.Rest(permit.SentAt + RestAfterFirst);
            _isNew = false;
        }
    }

    private ModelPermit Return(TimeSpan now, TimeSpan earliest, TimeSpan step, bool isLive)
    {
        var wait = (isLive ? _liveReturns : _batchReturns).Next(now, earliest, step);
        if (isLive)
        {
            _liveReturnsAt = now + wait;
        }

        return new ModelPermit(Guid.Empty, wait, null);
    }

    private void Settle(OpenPermit permit, int requests, long tokens)
    {
        _window.Correct(permit.SentAt, requests, tokens - permit.Tokens, permit.IsLive);
        var cost = requests < 0 ? TimeSpan.Zero : permit.Cost * (permit.Limits.PartOfMinute(tokens) / permit.Limits.PartOfMinute(permit.Tokens));
        _pace.Restore(permit.Cost - cost, permit.IsLive, permit.Limits.LiveShare);
    }

    private void ObeyHeaders(EndpointLimits limits)
    {
        if ((limits.RemainingRequests == 0 || limits.RemainingTokens == 0) && limits.ResetAfter is { } reset)
        {
            _rate.Pause(Now, reset);
        }
    }

    private void Learn(CallReport report, OpenPermit permit)
    {
        var configured = permit.Limits.RequestsPerMinute;
        switch (report.Fault)
        {
            case ModelFault.RateLimited:
                _rate.Halve(Now, permit.SentAt, configured, report.Limits.RetryAfter);
                _outage.Postpone(Now, report.PermitId);
                break;
            case ModelFault.Unavailable or ModelFault.Refused:
                _rate.Pause(Now, report.Limits.RetryAfter ?? TimeSpan.Zero);
                _outage.Fail(Now, report.PermitId, report.Fault == ModelFault.Refused, report.Reason);
                break;
            default: // the endpoint works, even if the answer is of no use
                _rate.Succeed(permit.SentAt, configured);
                _outage.Succeed(Now);
                break;
        }
    }
}
