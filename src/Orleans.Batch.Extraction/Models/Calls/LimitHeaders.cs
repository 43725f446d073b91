using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Models;

/// <summary>Reads what the headers of a response say of limits. What cannot be read is left out.</summary>
internal static class LimitHeaders
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    // A longer wait is a mistake, or no limit that waiting helps against.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static EndpointLimits Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var requests = Count(headers, "x-ratelimit-remaining-requests");
        var tokens = Count(headers, "x-ratelimit-remaining-tokens");
        return new EndpointLimits(
            RetryAfter(headers, now),
            requests,
            tokens,
            Reset((requests, Duration(Find(headers, "x-ratelimit-reset-requests"))), (tokens, Duration(Find(headers, "x-ratelimit-reset-tokens")))));
    }

    /// <summary>Reads a duration: <c>1s</c>, <c>6m0s</c>, <c>20ms</c>, <c>7.66s</c>, or a bare number of seconds; null for anything else.</summary>
    public static TimeSpan? Duration(ReadOnlySpan<char> text)
    {
        var total = 0.0;
        var rest = text.Trim();
        if (rest.IsEmpty)
        {
            return null;
        }

        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(NumberCharacters) is var end and >= 0 ? end : rest.Length;
            if (!double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
            {
                return null;
            }

            rest = rest[digits..];
            var letters = rest.IndexOfAny(NumberCharacters) is var next and >= 0 ? next : rest.Length;
            if (SecondsOf(rest[..letters], isOnly: total == 0 && letters == rest.Length) is not { } seconds)
            {
                return null;
            }

            total += count * seconds;
            rest = rest[letters..];
        }

        return Bounded(total);
    }

    private static double? SecondsOf(ReadOnlySpan<char> unit, bool isOnly) => unit switch
    {
        "" when isOnly => 1,
        "us" or "µs" => 1e-6,
        "ms" => 1e-3,
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => null,
    };

    private static TimeSpan? RetryAfter(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (Find(headers, "retry-after-ms") is { } exact && double.TryParse(exact, CultureInfo.InvariantCulture, out var milliseconds))
        {
            return Bounded(milliseconds / 1_000);
        }

        return Find(headers, "Retry-After") is not { } text ? null
            : Duration(text) ?? (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                ? Bounded((at - now).TotalSeconds)
                : null);
    }

    // The reset of what is used up; else the later one.
    private static TimeSpan? Reset((long? Left, TimeSpan? In) requests, (long? Left, TimeSpan? In) tokens)
    {
        var isRequests = requests.Left == 0;
        var isTokens = tokens.Left == 0;
        return isRequests == isTokens ? Later(requests.In, tokens.In) : isRequests ? requests.In : tokens.In;
    }

    private static TimeSpan? Later(TimeSpan? one, TimeSpan? other) => one > other || other is null ? one : other;

    private static TimeSpan? Bounded(double seconds) =>
        double.IsNaN(seconds) ? null : TimeSpan.FromSeconds(Math.Clamp(seconds, 0, Longest.TotalSeconds));

    private static long? Count(HttpResponseHeaders headers, string name) =>
        long.TryParse(Find(headers, name), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    private static string? Find(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
}
