using Orleans.Batch.EndToEnd.Faults;
using Orleans.Batch.TestKit.Promise;

namespace Orleans.Batch.EndToEnd.Clusters;

/// <summary>Many items over many graphs, each graph's in the order of their numbers.</summary>
internal sealed class WideHistory(string name, int graphs)
{
    private const int ItemsPerCall = Limits.ItemsPerAdd;
    private const int Callers = 8;

    private static readonly DateTimeOffset Origin = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private int _made;

    public Task CreateGraphsAsync(RetryingClient client) => Parallel.ForAsync(
        0,
        graphs,
        new ParallelOptions { MaxDegreeOfParallelism = Callers },
        async (i, _) =>
        {
            var answer = await client.SendAsync(HttpMethod.Post, "graph/create", new { graph_id = Graph(i) });
            (answer.Succeeded || answer.Code == "already_exists").ShouldBeTrue(answer.ToString());
        });

    /// <summary>One batch: a page of items for each add call.</summary>
    public IReadOnlyList<IReadOnlyList<HistoryItem>> NextBatch(int items) =>
        [.. Enumerable.Range(0, items).Select(_ => NextItem()).Chunk(ItemsPerCall)];

    private HistoryItem NextItem()
    {
        var number = _made++;
        var graph_id = Graph(number % graphs);
        var data = $"{name}: note {number}. Kim works at {(number % 3 == 0 ? "Acme" : "Globex")}.";
        return new HistoryItem(
            new SentItem(data, graph_id, null),
            new { type = "graph_episode", graph_id, data_type = "text", data, created_at = Origin.AddMinutes(number) });
    }

    private string Graph(int i) => $"{name}-wide-{i}";
}
