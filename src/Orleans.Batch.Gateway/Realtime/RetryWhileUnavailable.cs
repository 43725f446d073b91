using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Gateway;

/// <summary>Marks a call that waits out a database that restarts, whatever has to be read before it included.</summary>
internal sealed class RetryWhileUnavailable
{
    public static readonly RetryWhileUnavailable Instance = new();

    // As long as a live write waits for the database itself.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private RetryWhileUnavailable()
    {
    }

    /// <summary>Reads something before a call; where the call is marked, it is read again while the database cannot be reached.</summary>
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
