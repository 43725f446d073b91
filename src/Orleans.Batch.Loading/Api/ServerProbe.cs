namespace Orleans.Batch.Loading;

/// <summary>Detects quickly that there is no server at a URL: long retries are for a server that has answered before.</summary>
internal static class ServerProbe
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

    /// <summary>Makes one small call.</summary>
    /// <param name="server">The server.</param>
    /// <param name="pauseWhenFull">Whether to wait for one that answers and can accept nothing.</param>
    /// <param name="time">The clock of waits.</param>
    /// <param name="notes">Receives the waits.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <exception cref="LoadException">No server, or it refuses the key.</exception>
    public static async Task CheckAsync(
        ApiTarget server, bool pauseWhenFull, TimeProvider time, WaitReporter notes, CancellationToken cancel)
    {
        using var api = new ApiClient(server, new ApiRetryPolicy(MaxWait, pauseWhenFull), time, notes);
        var answer = await api.GetAsync("batches?limit=1", cancel);
        if (!answer.Succeeded)
        {
            throw new LoadException($"{api.Url} does not answer like a batch server: {answer.Message}");
        }
    }
}
