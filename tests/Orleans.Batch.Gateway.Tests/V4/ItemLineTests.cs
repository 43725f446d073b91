using System.Text;

namespace Orleans.Batch.Gateway.Tests.V4;

/// <summary>Items as lines of JSON, in the names of version 4.</summary>
public sealed class ItemLineTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private readonly string _path = $"api/v4/batches/{fixture.Fresh().Service.BatchId}/items";

    [Fact]
    public async Task Add_OfLines_ResolvesTheirDestinations()
    {
        var host = fixture.Fresh();
        var answer = await PostAsync(
            host,
            Episode(FakeDirectory.GraphUuid),
            Episode(Guid.Empty),
            "",
            $$"""{"type":"thread_message","thread_uuid":"{{FakeDirectory.ThreadUuid}}","content":"Hi","role":"user","colour":1}""");

        answer.Status.ShouldBe(200, answer.Body);
        answer.Json.GetProperty("accepted").GetInt32().ShouldBe(2);
        answer.Json.GetProperty("rejected_count").GetInt32().ShouldBe(1);
        answer.Json.GetProperty("rejected_items")[0].GetProperty("index").GetInt32().ShouldBe(1);
        answer.Json.GetProperty("rejected_items")[0].GetProperty("param").GetString().ShouldBe("graph_uuid");
        answer.Json.GetProperty("unknown_fields")[0].GetProperty("field").GetString().ShouldBe("colour");
        host.Service.Added.Select(a => (a.GraphId, a.ThreadId, a.Content)).ShouldBe([("g1", null, "x"), (null, "t1", "Hi")]);
    }

    [Fact]
    public async Task Add_OfMoreLinesThanOneLookUpHas_KeepsTheirOrder()
    {
        var host = fixture.Fresh();
        var lines = Enumerable.Range(0, 2_345).Select(i => i % 10 == 3 ? Episode(Guid.Empty) : Episode(FakeDirectory.GraphUuid, $"n{i}")).ToArray();

        var answer = await PostAsync(host, lines);

        answer.Status.ShouldBe(200, answer.Body);
        host.Service.Added.Select(a => a.Content).ShouldBe(Enumerable.Range(0, 2_345).Where(i => i % 10 != 3).Select(i => $"n{i}"));
        answer.Json.GetProperty("rejected_items").EnumerateArray().Select(r => r.GetProperty("index").GetInt32())
            .ShouldBe(Enumerable.Range(0, 2_345).Where(i => i % 10 == 3));
    }

    [Fact]
    public async Task Add_OfABadLine_NamesTheLine()
    {
        var answer = await PostAsync(fixture.Fresh(), Episode(FakeDirectory.GraphUuid), """{"type":"graph_episode","graph_uuid":"g1","data":"x","data_type":"text"}""");

        var error = answer.ShouldBeErrorV4(400, "invalid_identifier");
        var problem = error.GetProperty("details").GetProperty("errors")[0];
        problem.GetProperty("line").GetInt64().ShouldBe(2);
        problem.GetProperty("param").GetString().ShouldBe("graph_uuid");
    }

    [Fact]
    public async Task Export_WritesLinesThatCanBeAddedAgain()
    {
        var host = fixture.Fresh();
        host.Service.Records.Clear();
        var item = new BatchItem
        {
            ItemId = Guid.NewGuid(),
            Kind = ItemKind.GraphEpisode,
            Status = ItemStatus.Failed,
            SequenceIndex = 0,
            EpisodeUuid = Guid.NewGuid(),
            GraphId = "g1",
            Error = new ItemError("poison", "it fails", Retryable: false, Attempts: 3),
            CreatedAt = FakeService.Now,
            UpdatedAt = FakeService.Now,
        };
        var payload = new NewBatchItem { Kind = ItemKind.GraphEpisode, GraphId = "g1", Content = "x", DataType = DataType.Text, CreatedAt = FakeService.Now };
        host.Service.Records.Add(new(item, payload));
        using var request = new HttpRequestMessage(HttpMethod.Get, _path);
        request.Headers.Add("Accept", "application/x-ndjson");

        var answer = await Answer.OfAsync(await host.Client.SendAsync(request));

        var line = answer.Body.TrimEnd('\n');
        using var json = System.Text.Json.JsonDocument.Parse(line);
        json.RootElement.EnumerateObject().Select(p => p.Name).ShouldBe(
            ["type", "graph_uuid", "data", "data_type", "reference_time", "sequence_index", "uuid", "episode_uuid", "status", "error"], ignoreOrder: true);
        json.RootElement.GetProperty("graph_uuid").GetGuid().ShouldBe(FakeDirectory.GraphUuid);
        (await PostAsync(host, line)).Status.ShouldBe(200);
        host.Service.Added.Single().ShouldBe(payload);
    }

    [Fact]
    public async Task Events_HaveTheBatchInTheFormatOfTheVersion()
    {
        var host = fixture.Fresh();
        host.Service.Events.Clear();
        host.Service.Events.Add(new BatchEvent { Id = "e1", Batch = host.Service.Summary, Done = true });

        var answer = await host.GetAsync($"api/v4/batches/{host.Service.BatchId}/events");
        host.Service.Events.Clear();

        answer.Headers["Content-Type"].Single().ShouldBe("text/event-stream");
        answer.Body.ShouldContain("id: e1\nevent: done\ndata: {\"id\":\"e1\",\"batch\":{\"uuid\":");
    }

    private static string Episode(Guid graph, string data = "x") =>
        $$"""{"type":"graph_episode","graph_uuid":"{{graph}}","data":"{{data}}","data_type":"text"}""";

    private Task<Answer> PostAsync(GatewayHost host, params string[] lines) => host.PostAsync(
        _path,
        Encoding.UTF8.GetBytes(string.Join('\n', lines)),
        r => r.Content!.Headers.ContentType = new("application/x-ndjson"));
}
