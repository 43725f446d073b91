using Orleans.Batch.Loading;

namespace Orleans.Batch.Server.Demo;

/// <summary>Reads the counts from the API, and compares some graphs and threads with the data sent.</summary>
internal sealed class DemoVerification(ApiClient api, DemoItemSource source)
{
    private const int Samples = 12;
    private const int MostAsked = 100;

    /// <summary>The findings, a sentence each; and whether every sample holds exactly the data sent.</summary>
    public async Task<(IReadOnlyList<string> Sentences, bool AsSent)> RunAsync(CancellationToken cancel)
    {
        var graphs = await api.GetAsync("graph/list-all?pageNumber=1&pageSize=1", cancel);
        var (episodes, episodesSent, graphCount) = await SampleAsync(LineKind.Graph, EpisodesAsync, cancel);
        var (messages, messagesSent, threadCount) = await SampleAsync(LineKind.Thread, MessagesAsync, cancel);
        return (
            [
                $"{ApiResponse.Number(graphs.Body, "total_count"):N0} account graphs, and a graph for each of {source.Destinations.GetAll(LineKind.User).Count():N0} users",
                $"{graphCount} account graphs sampled: {episodes:N0} of {episodesSent:N0} episodes there",
                $"{threadCount} threads sampled: {messages:N0} of {messagesSent:N0} messages there",
            ],
            episodes == episodesSent && messages == messagesSent);
    }

    private async Task<(long Found, long Sent, int Count)> SampleAsync(
        LineKind kind, Func<string, CancellationToken, Task<long>> count, CancellationToken cancel)
    {
        var all = source.Destinations.GetAll(kind).Where(d => source.ItemsOfDestination.GetValueOrDefault(d.Id) is > 0 and <= MostAsked).ToArray();
        var sample = all.Where((_, i) => i % Math.Max(1, all.Length / Samples) == 0).ToArray();
        var found = 0L;
        foreach (var destination in sample)
        {
            found += await count(Uri.EscapeDataString(destination.Id), cancel);
        }

        return (found, sample.Sum(d => source.ItemsOfDestination[d.Id]), sample.Length);
    }

    private async Task<long> EpisodesAsync(string graph, CancellationToken cancel)
    {
        var answer = await api.GetAsync($"graph/episodes/graph/{graph}?lastn={MostAsked}", cancel);
        return answer.Succeeded && answer.Body.TryGetProperty("episodes", out var episodes) ? episodes.GetArrayLength() : 0;
    }

    private async Task<long> MessagesAsync(string thread, CancellationToken cancel)
    {
        var answer = await api.GetAsync($"threads/{thread}/messages?limit=1", cancel);
        return ApiResponse.Number(answer.Body, "total_count");
    }
}
