using System.Diagnostics;
using Shouldly;

namespace Orleans.Batch.TestKit;

/// <summary>Repeats a question until the answer is yes; a temporary fault counts as no.</summary>
public static class Eventually
{
    /// <summary>
    /// The limit of a test's wait. It only ends what hangs: on a busy machine, work of a
    /// second takes a minute.
    /// </summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(3);

    /// <param name="question">Called at once, and every 50 ms.</param>
    /// <param name="limit">The limit if the time is part of the test; otherwise <see cref="MaxWait"/>.</param>
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
