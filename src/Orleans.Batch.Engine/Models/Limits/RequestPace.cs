namespace Orleans.Batch.Models;

/// <summary>
/// Spreads requests evenly: each takes its part of the minute before the next may go. Batches have a pace of their own, which
/// leaves room for live writes; a live write goes in that room at once, and beyond it in turn. What is left unused for less than a
/// second is made up for, so that a request that comes a little late costs nothing.
/// </summary>
internal sealed class RequestPace
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    private TimeSpan _all;
    private TimeSpan _batch;
    private TimeSpan _live;

    /// <summary>When the next request may go.</summary>
    public TimeSpan Next(TimeSpan now, bool isLive, double liveShare)
    {
        var turn = isLive ? Own(liveShare) : Later(_all, _batch);
        return Later(now, turn);
    }

    /// <summary>Enters a request.</summary>
    /// <param name="at">When it goes.</param>
    /// <param name="cost">How long all requests wait for it.</param>
    /// <param name="isLive">Whether it is for a live write.</param>
    /// <param name="liveShare">The share of live writes.</param>
    public void Take(TimeSpan at, TimeSpan cost, bool isLive, double liveShare)
    {
        if (isLive && at < _all)
        {
            _live = Later(_live, at - Slack) + (cost / liveShare);
        }
        else if (!isLive)
        {
            _batch = Later(_batch, at - Slack) + (cost / (1 - liveShare));
        }

        _all = Later(_all, at - Slack) + cost;
    }

    /// <summary>Gives back what a request did not need.</summary>
    public void Restore(TimeSpan cost, bool isLive, double liveShare)
    {
        _all -= cost;
        if (!isLive)
        {
            _batch -= cost / (1 - liveShare);
        }
    }

    /// <summary>Lets nothing go before a time.</summary>
    public void Rest(TimeSpan until)
    {
        _all = Later(_all, until);
        _batch = Later(_batch, until);
        _live = Later(_live, until);
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private TimeSpan Own(double liveShare) => liveShare > 0 && _live < _all ? _live : _all;
}
