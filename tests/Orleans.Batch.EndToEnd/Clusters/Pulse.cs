using System.Diagnostics;
using Npgsql;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.EndToEnd.Clusters;

/// <summary>Queries the database continuously: the time of its answers depends on the machine, not on the cluster.</summary>
internal sealed class Pulse(TestDatabase database)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>The longest time between two answers.</summary>
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
                // The database restarts.
            }

            await Task.Delay(Pause);
        }
    }
}
