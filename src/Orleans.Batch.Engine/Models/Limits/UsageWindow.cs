namespace Orleans.Batch.Models;

/// <summary>
/// Requests and tokens of the last minute, and of the moments ahead that are given out already, in buckets of a quarter of a
/// second. It decides when a further request keeps every window of a minute within the limits. The minute is counted as 61 s, so
/// that a request which is sent up to a second late does not exceed them.
/// </summary>
internal sealed class UsageWindow
{
    private const int Buckets = 256;
    private const int BucketsAhead = 8;

    /// <summary>The minute, as it is counted.</summary>
    public static readonly TimeSpan Minute = TimeSpan.FromSeconds(61);

    private static readonly TimeSpan Bucket = TimeSpan.FromMilliseconds(250);
    private static readonly long MinuteBuckets = Minute.Ticks / Bucket.Ticks;

    private readonly Usage[] _buckets = new Usage[Buckets];

    /// <summary>The earliest time from a given one on at which a request fits.</summary>
    /// <param name="from">The given time.</param>
    /// <param name="tokens">The request's tokens. More than the limit count as the limit: the request then goes alone.</param>
    /// <param name="isLive">Whether it is for a live write.</param>
    /// <param name="limits">The limits.</param>
    public TimeSpan EarliestFit(TimeSpan from, long tokens, bool isLive, RequestLimits limits)
    {
        var first = from.Ticks / Bucket.Ticks;
        var sum = new Usage();
        for (var i = first - MinuteBuckets + 1; i <= first + BucketsAhead; i++)
        {
            sum = sum.Plus(At(i));
        }

        var fit = first;
        for (; !Fits(sum, tokens, isLive, limits); fit++)
        {
            sum = sum.Minus(At(fit - MinuteBuckets + 1));
        }

        return fit == first ? from : fit * Bucket;
    }

    /// <summary>Enters a request.</summary>
    public void Add(TimeSpan at, long tokens, bool isLive)
    {
        var index = at.Ticks / Bucket.Ticks;
        _buckets[index % Buckets] = At(index).Plus(Usage.Of(index, 1, tokens, isLive));
    }

    /// <summary>Corrects what was entered. Without effect once it is older than the window.</summary>
    public void Correct(TimeSpan at, int requests, long tokens, bool isLive)
    {
        var index = at.Ticks / Bucket.Ticks;
        if (_buckets[index % Buckets].Index == index)
        {
            _buckets[index % Buckets] = At(index).Plus(Usage.Of(index, requests, tokens, isLive));
        }
    }

    private static bool Fits(Usage sum, long tokens, bool isLive, RequestLimits limits) =>
        Fits(sum.Requests, 1, limits.RequestsPerMinute)
        && Fits(sum.Tokens, tokens, limits.TokensPerMinute)
        && (isLive || (Fits(sum.BatchRequests, 1, limits.BatchPart(limits.RequestsPerMinute))
            && Fits(sum.BatchTokens, tokens, limits.TokensPerMinute == 0 ? 0 : limits.BatchPart(limits.TokensPerMinute))));

    private static bool Fits(long used, long more, long limit) => limit == 0 || used + Math.Min(more, limit) <= limit;

    private Usage At(long index) =>
        index >= 0 && _buckets[index % Buckets] is var bucket && bucket.Index == index ? bucket : new Usage { Index = index };

    private readonly record struct Usage(long Index, long Requests, long Tokens, long BatchRequests, long BatchTokens)
    {
        public static Usage Of(long index, int requests, long tokens, bool isLive) =>
            isLive ? new(index, requests, tokens, 0, 0) : new(index, requests, tokens, requests, tokens);

        public Usage Plus(Usage other) => new(
            other.Index, Requests + other.Requests, Tokens + other.Tokens,
            BatchRequests + other.BatchRequests, BatchTokens + other.BatchTokens);

        public Usage Minus(Usage other) => new(
            other.Index, Requests - other.Requests, Tokens - other.Tokens,
            BatchRequests - other.BatchRequests, BatchTokens - other.BatchTokens);
    }
}
