using System.Diagnostics;
using Shouldly;

namespace Orleans.Batch.TestKit;

/// <summary>Asks again until the answer is yes; a fault of the moment counts as no.</summary>
public static class Eventually
{
    /// <summary>
    /// How long a test waits for what must come. It only ends what hangs: on a machine with much else to do, what takes a
    /// second takes a minute.
    /// </summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(3);

    /// <param name="question">Asked at once, and every 50 ms.</param>
    /// <param name="limit">Where the time is part of what is tested; otherwise <see cref="MaxWait"/>.</param>
    public static async Task TrueAsync(Func<Task<bool>> question, TimeSpan? limit = null)
    {
        var maxWait = limit ?? MaxWait;
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            Exception? fault = null;
            try
            {
                if (await question())
                {
                    return;
                }
            }
            catch (Exception e) when (Stopwatch.GetElapsedTime(began) < maxWait)
            {
                fault = e;
            }

            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(maxWait, fault?.ToString() ?? "it did not come true");
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }
}
