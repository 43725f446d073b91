namespace Orleans.Batch.Server.Loading;

/// <summary>Finds out quickly that there is no server at a URL: the long patience is for one that was there.</summary>
internal static class ServerPresence
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Makes one small call.</summary>
    /// <exception cref="LoadException">No server, or it refuses the key.</exception>
    public static async Task CheckAsync(Uri url, string key, TimeProvider time, CancellationToken cancel)
    {
        using var api = new ApiClient(url, key, Patience, time, static (_, _) => { });
        var answer = await api.GetAsync("batches?limit=1", cancel);
        if (!answer.Succeeded)
        {
            throw new LoadException($"{api.Url} does not answer like a batch server: {answer.Message}");
        }
    }
}
