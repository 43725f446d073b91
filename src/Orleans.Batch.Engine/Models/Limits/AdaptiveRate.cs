namespace Orleans.Batch.Models;

/// <summary>
/// The share of the configured rate that the endpoint takes: halved when it has too many requests, and raised again by a twentieth
/// of the configured rate for each second of answers: from half to full in ten seconds. Slower, an endpoint that refuses a few
/// requests of a hundred at random would be asked at a twentieth of its rate. It also keeps the pauses that the endpoint asks for.
/// </summary>
internal sealed class AdaptiveRate
{
    private const double MinutesShare = 3;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestOwnPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private double _share = 1;
    private TimeSpan _halvedAt = TimeSpan.MinValue;
    private TimeSpan _nextPause = FirstPause;

    /// <summary>Until when no request may go.</summary>
    public TimeSpan PausedUntil { get; private set; }

    /// <summary>The rate now, at least one request a minute.</summary>
    /// <param name="configured">The configured requests a minute.</param>
    public double Rate(int configured) => Math.Max(1, configured * _share);

    /// <summary>How long all requests wait for one that takes a part of the minute.</summary>
    public TimeSpan Cost(RequestLimits limits, long tokens) => UsageWindow.Minute * limits.PartOfMinute(tokens)
        * (limits.RequestsPerMinute / Rate(limits.RequestsPerMinute));

    /// <summary>Records an answer.</summary>
    public void Succeed(TimeSpan sentAt, int configured)
    {
        _share = Math.Min(1, Rate(configured) / configured + (MinutesShare / Rate(configured)));
        if (sentAt > _halvedAt)
        {
            _nextPause = FirstPause;
        }
    }

    /// <summary>
    /// Records that the endpoint has too many requests. Those that were sent before the rate was halved say nothing of the rate
    /// after it, and do not halve it again.
    /// </summary>
    public void Halve(TimeSpan now, TimeSpan sentAt, int configured, TimeSpan? retryAfter)
    {
        var counts = sentAt > _halvedAt;
        if (retryAfter is { } asked)
        {
            Pause(now, asked);
        }
        else if (counts)
        {
            Pause(now, _nextPause);
            _nextPause = _nextPause * 2 < LongestOwnPause ? _nextPause * 2 : LongestOwnPause;
        }

        if (counts)
        {
            _share = Rate(configured) / configured / 2;
            _halvedAt = now;
        }
    }

    /// <summary>Lets no request go for some time, an hour at most: a wrong header must not stop an endpoint for days.</summary>
    public void Pause(TimeSpan now, TimeSpan time)
    {
        var until = now + (time < LongestPause ? time : LongestPause);
        PausedUntil = until > PausedUntil ? until : PausedUntil;
    }
}
