using System.Diagnostics;
using Shouldly;

namespace Orleans.Batch.TestKit;

/// <summary>Asks again until the answer is yes; a fault of the moment counts as no.</summary>
public static class Eventually
{
    public static async Task TrueAsync(Func<Task<bool>> question, TimeSpan patience)
    {
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
