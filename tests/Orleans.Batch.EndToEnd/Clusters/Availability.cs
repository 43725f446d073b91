using System.Diagnostics;
using System.Net;
using Orleans.Batch.EndToEnd.Faults;
using Orleans.Batch.TestKit.Promise;

namespace Orleans.Batch.EndToEnd.Clusters;

/// <summary>Asks a gateway all the time, and measures for how long in a row it did not get an answer.</summary>
internal sealed class Availability(RetryingClient api, Ledger ledger, params string[] paths)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>From the last answer before a refusal to the first one after it, at most.</summary>
    public TimeSpan LongestGap { get; private set; }

    /// <summary>How often it asked.</summary>
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
