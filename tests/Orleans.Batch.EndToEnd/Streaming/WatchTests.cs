using System.Net;
using System.Text.Json.Nodes;

namespace Orleans.Batch.EndToEnd.Streaming;

/// <summary>A watcher of a batch receives its progress and its end.</summary>
public sealed class WatchTests(StreamingServer server) : IClassFixture<StreamingServer>
{
    [Fact]
    public async Task Watch_FromDraftToEnd_TellsEachStateAndEnds()
    {
        var batch = await server.NewBatchAsync();
        await server.UploadAsync(batch, StreamingServer.Lines(20_000));
        using var events = await OpenAsync(batch);
        (await events.NextAsync())!.Status.ShouldBe("draft");

        await server.PostAsync($"batches/{batch}/process", null);
        var seen = new List<Event>();
        while (await events.NextAsync() is { } next)
        {
            seen.Add(next);
        }

        seen[^1].ShouldSatisfyAllConditions(
            e => e.Name.ShouldBe("done"),
            e => e.Status.ShouldBe("succeeded"),
            e => ((int)e.Data["batch"]!["progress"]!["succeeded_items"]!).ShouldBe(20_000));
        seen.SkipLast(1).ShouldAllBe(e => e.Name == "progress" && !(bool)e.Data["done"]!);
        var counts = seen.Select(e => (int)e.Data["batch"]!["progress"]!["succeeded_items"]!).ToArray();
        counts.ShouldBe(counts.Order());

        // EventSource reconnects by itself, and this stops it.
        using var again = await server.Api.SendAsync(Request(batch, seen[^1].Id));
        again.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Watch_WithTheLastEventSeen_DoesNotRepeatIt()
    {
        var batch = await server.NewBatchAsync();
        await server.UploadAsync(batch, StreamingServer.Lines(1));
        using var first = await OpenAsync(batch);
        var draft = (await first.NextAsync())!;

        using var second = await OpenAsync(batch, draft.Id);
        await server.UploadAsync(batch, StreamingServer.Lines(2));

        (await second.NextAsync())!.Data["batch"]!["item_count"]!.GetValue<int>().ShouldBe(3);
    }

    [Fact]
    public async Task Watch_OfADeletedBatch_Ends()
    {
        var batch = await server.NewBatchAsync();
        using var events = await OpenAsync(batch);
        (await events.NextAsync()).ShouldNotBeNull();

        await server.Api.DeleteAsync($"batches/{batch}");

        (await events.NextAsync()).ShouldBeNull();
        using var again = await server.Api.SendAsync(Request(batch, null));
        again.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<EventReader> OpenAsync(string batch, string? lastEventId = null)
    {
        var answer = await server.Api.SendAsync(Request(batch, lastEventId), HttpCompletionOption.ResponseHeadersRead);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new EventReader(answer, new StreamReader(await answer.Content.ReadAsStreamAsync()));
    }

    private static HttpRequestMessage Request(string batch, string? lastEventId)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"batches/{batch}/events");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        return request;
    }

    private sealed record Event(string Id, string Name, JsonNode Data)
    {
        public string Status => (string)Data["batch"]!["status"]!;
    }

    /// <summary>Reads events as a browser does.</summary>
    private sealed class EventReader(HttpResponseMessage answer, StreamReader lines) : IDisposable
    {
        public async Task<Event?> NextAsync()
        {
            var fields = new Dictionary<string, string>();
            while (await lines.ReadLineAsync().WaitAsync(Eventually.MaxWait) is { } line)
            {
                if (line.Length > 0 && line[0] != ':')
                {
                    var colon = line.IndexOf(": ", StringComparison.Ordinal);
                    fields[line[..colon]] = line[(colon + 2)..];
                }
                else if (line.Length == 0 && fields.TryGetValue("data", out var data))
                {
                    return new Event(fields["id"], fields["event"], JsonNode.Parse(data)!);
                }
            }

            return null;
        }

        public void Dispose()
        {
            lines.Dispose();
            answer.Dispose();
        }
    }
}
