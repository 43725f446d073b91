using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Gateway.Http;

/// <summary>Marks a call that waits while the database restarts, including the reads before it.</summary>
internal sealed class RetryWhileUnavailable
{
    public static readonly RetryWhileUnavailable Instance = new();

    // The time for which a live write waits for the database.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private RetryWhileUnavailable()
    {
    }

    /// <summary>Reads before a call; a marked call repeats the read while the database cannot be reached.</summary>
    public static async ValueTask<T> RunAsync<T>(HttpContext http, TimeProvider time, Func<ValueTask<T>> read)
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await read();
            }
            catch (BatchServiceException e) when (
                e.Kind == ErrorKind.Unavailable
                && http.GetEndpoint()?.Metadata.GetMetadata<RetryWhileUnavailable>() is not null
                && time.GetElapsedTime(begun) < MaxWait)
            {
                await Task.Delay(Pause, time, http.RequestAborted);
            }
        }
    }
}
