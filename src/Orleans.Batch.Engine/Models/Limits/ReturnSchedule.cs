namespace Orleans.Batch.Models;

/// <summary>
/// When callers without a place ask again: one after the other, at the pace of the places, so that each place finds a caller and
/// the calls are not many more than the places. No caller stays away for long, since the rate may rise.
/// </summary>
internal sealed class ReturnSchedule
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(5);
    private const int SpreadPlaces = 1_000;

    private TimeSpan _next;
    private int _place;

    /// <summary>How long the next caller stays away.</summary>
    /// <param name="now">The present.</param>
    /// <param name="earliest">When there may be a place.</param>
    /// <param name="step">The time from one place to the next.</param>
    public TimeSpan Next(TimeSpan now, TimeSpan earliest, TimeSpan step)
    {
        var from = earliest > now ? earliest : now;
        _next = _next > from ? _next : from;
        if (_next - now < Longest)
        {
            var wait = _next - now;
            _next += step;
            return wait;
        }

        _place = (_place + 1) % SpreadPlaces;
        return Longest - (Spread * _place / SpreadPlaces);
    }
}
