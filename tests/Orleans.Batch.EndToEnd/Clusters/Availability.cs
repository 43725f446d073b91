using System.Diagnostics;
using System.Net;
using Orleans.Batch.EndToEnd.Faults;
using Orleans.Batch.TestKit.Promise;

namespace Orleans.Batch.EndToEnd.Clusters;

/// <summary>Calls a gateway continuously, and measures the longest time without an answer.</summary>
internal sealed class Availability(RetryingClient api, Ledger ledger, params string[] paths)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>The longest time from the last answer before a refusal to the first one after it.</summary>
    public TimeSpan LongestGap { get; private set; }

    /// <summary>The number of calls.</summary>
    public int Asked { get; private set; }

    public async Task WatchAsync(Task during)
    {
        var answered = Stopwatch.GetTimestamp();
        while (!during.IsCompleted)
        {
            var path = paths[Asked++ % paths.Length];
            var answer = await api.TryAsync(HttpMethod.Get, path);
            var gap = Stopwatch.GetElapsedTime(answered);
            LongestGap = gap > LongestGap ? gap : LongestGap;
            if (answer.Succeeded)
            {
                answered = Stopwatch.GetTimestamp();
            }
            else if (answer is { Status: not null and not HttpStatusCode.ServiceUnavailable })
            {
                ledger.Misbehaved($"GET {path}: {answer}");
            }

            await Task.Delay(Pause);
        }
    }
}
