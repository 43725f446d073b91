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
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <param name="question">Asked at once, and every 50 ms.</param>
    /// <param name="limit">Where the time is part of what is tested; otherwise <see cref="Patience"/>.</param>
    public static async Task TrueAsync(Func<Task<bool>> question, TimeSpan? limit = null)
    {
        var patience = limit ?? Patience;
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
            catch (Exception e) when (Stopwatch.GetElapsedTime(began) < patience)
            {
                fault = e;
            }

            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(patience, fault?.ToString() ?? "it did not come true");
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }
}
