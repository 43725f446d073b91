using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.TestKit.Models;

/// <summary>A limit of requests and tokens in fixed windows of time, reported in the headers that OpenAI sends.</summary>
/// <param name="requests">The most requests in a window.</param>
/// <param name="tokens">The most tokens in a window.</param>
/// <param name="window">The length of a window.</param>
public sealed class StubRateLimit(int requests, long tokens, TimeSpan window)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _ends;
    private int _requests;
    private long _tokens;

    /// <summary>Counts a request if it fits, and writes what is left.</summary>
    internal bool TryTake(long size, IHeaderDictionary headers)
    {
        lock (_lock)
        {
            var now = TimeProvider.System.GetUtcNow();
            if (now >= _ends)
            {
                (_ends, _requests, _tokens) = (now + window, 0, 0);
            }

            var fits = _requests < requests && _tokens + size <= tokens;
            if (fits)
            {
                _requests++;
                _tokens += size;
            }

            var reset = Duration(_ends - now);
            headers["x-ratelimit-remaining-requests"] = (requests - _requests).ToString(CultureInfo.InvariantCulture);
            headers["x-ratelimit-remaining-tokens"] = (tokens - _tokens).ToString(CultureInfo.InvariantCulture);
            headers["x-ratelimit-reset-requests"] = reset;
            headers["x-ratelimit-reset-tokens"] = reset;
            return fits;
        }
    }

    // 20ms, 1.5s, 6m0s
    private static string Duration(TimeSpan time) =>
        time < TimeSpan.FromSeconds(1) ? $"{Math.Ceiling(time.TotalMilliseconds)}ms"
        : time < TimeSpan.FromMinutes(1) ? $"{time.TotalSeconds:0.###}s"
        : $"{(int)time.TotalMinutes}m{time.Seconds}s";
}
