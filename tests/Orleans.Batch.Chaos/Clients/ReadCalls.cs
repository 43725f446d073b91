using Orleans.Batch.Chaos.Api;
using Orleans.Batch.Chaos.Model;

namespace Orleans.Batch.Chaos.Clients;

/// <summary>Calls that change nothing and read permanent data.</summary>
public sealed class ReadCalls(ClientContext client, OwnBatches batches)
{
    public async Task ListBatchesAsync()
    {
        var answer = await ReadAsync(Calls.ListBatches, $"batches?limit={client.Chance.Next(1, 60)}");
        if (answer.IsDone)
        {
            foreach (var batch in answer.Body.GetProperty("batches").EnumerateArray())
            {
                Summaries.Check(batch, client.History);
            }
        }
    }

    /// <summary>Compares the items of an ended batch with its counts.</summary>
    public async Task ListItemsAsync()
    {
        if (batches.OneOf(b => b.Status is not "draft") is not { } batch)
        {
            return;
        }

        var summary = await client.ReadAsync(Calls.GetBatch, ApiRequest.Get($"batches/{batch.Id}"));
        var list = await client.ReadAsync(Calls.ListItems, ApiRequest.Get($"batches/{batch.Id}/items?limit=1000"));
        if (!summary.IsDone || !list.IsDone || !Summaries.IsTerminal(Summaries.Status(summary.Body))
            || list.Body.TryGetProperty("next_cursor", out _))
        {
            return;
        }

        var progress = summary.Body.GetProperty("progress");
        var statuses = list.Body.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("status").GetString()).ToLookup(s => s);
        foreach (var status in (string[])["succeeded", "failed", "skipped", "canceled"])
        {
            if (progress.GetProperty(status + "_items").GetInt32() != statuses[status].Count())
            {
                client.History.Violate(
                    ViolationKind.Counts, $"batch {batch.Id}: {statuses[status].Count()} items are listed as {status}, its progress: {progress}");
            }
        }
    }

    public async Task SearchAsync() => await ReadAsync(
        Calls.Search,
        ApiRequest.Post("graph/search", new
        {
            query = client.OneOf("customer plan team", "Kim works at Acme", "where does Kim live", "parcels noon"),
            graph_id = client.OneOf(client.World.GetDestinations(DestinationType.Graph).ToArray()).Id,
            scope = client.OneOf("edges", "nodes", "episodes"),
        }));

    public async Task ContextAsync() => await ReadAsync(Calls.Context, $"threads/{Thread()}/context");

    public async Task MessagesAsync() => await ReadAsync(Calls.Messages, $"threads/{Thread()}/messages?lastn=5");

    private string Thread() => client.OneOf(client.World.GetDestinations(DestinationType.Thread).ToArray()).Id;

    private Task<ApiResponse> ReadAsync(string call, string path) => ReadAsync(call, ApiRequest.Get(path));

    private async Task<ApiResponse> ReadAsync(string call, ApiRequest request)
    {
        var answer = await client.ReadAsync(call, request);
        client.Expect(request, answer);
        return answer;
    }
}
