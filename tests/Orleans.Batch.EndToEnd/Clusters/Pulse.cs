using System.Diagnostics;
using Npgsql;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.EndToEnd.Clusters;

/// <summary>Asks the database itself all the time: how long its answers take is the machine's affair, not the cluster's.</summary>
internal sealed class Pulse(TestDatabase database)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>From one answer to the next, at most.</summary>
    public TimeSpan LongestGap { get; private set; }

    public async Task WatchAsync(Task during)
    {
        var answered = Stopwatch.GetTimestamp();
        while (!during.IsCompleted)
        {
            try
            {
                await database.ScalarAsync<long>("SELECT count(*) FROM batch");
                var gap = Stopwatch.GetElapsedTime(answered);
                LongestGap = gap > LongestGap ? gap : LongestGap;
                answered = Stopwatch.GetTimestamp();
            }
            catch (NpgsqlException)
            {
                // It restarts.
            }

            await Task.Delay(Pause);
        }
    }
}
