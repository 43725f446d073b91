using System.Net;
using System.Text.Json.Nodes;

namespace Orleans.Batch.EndToEnd.Streaming;

/// <summary>Exported items can be repaired and added again.</summary>
public sealed class ExportTests(StreamingServer server) : IClassFixture<StreamingServer>
{
    [Fact]
    public async Task FailedItems_RepairedAndAddedAgain_Succeed()
    {
        var batch = await server.NewBatchAsync();
        var bad = """{"type":"graph_episode","graph_id":"g","data":"{oops","data_type":"json","metadata":{"n":1.50}}""" + "\n";
        await server.UploadAsync(batch, StreamingServer.Lines(600) + bad + StreamingServer.Lines(300) + bad);
        ((string)(await server.RunAsync(batch))["status"]!).ShouldBe("partial");

        var failed = await server.ExportAsync(batch, "?status=failed");
        failed.ShouldBe(await server.ExportAsync(batch, "?code=invalid_json_data"));
        var lines = failed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!).ToArray();
        lines.Select(l => (int)l["sequence_index"]!).ShouldBe([600, 901]);
        lines.ShouldAllBe(l => (string)l["error"]!["code"]! == "invalid_json_data" && (string)l["status"]! == "failed");
        (await server.ExportAsync(batch, "?code=poison")).ShouldBeEmpty();

        var next = await server.NewBatchAsync();
        (await server.UploadAsync(next, failed.Replace("{oops", "{}", StringComparison.Ordinal))).Range.Accepted.ShouldBe(2);
        var done = await server.RunAsync(next);
        ((string)done["status"]!, (int)done["progress"]!["succeeded_items"]!).ShouldBe(("succeeded", 2));
    }

    [Fact]
    public async Task EveryField_SurvivesTheRoundTrip()
    {
        await server.PostAsync("users", """{"user_id":"u"}""");
        await server.PostAsync("threads", """{"thread_id":"t","user_id":"u"}""");
        var lines = string.Join('\n',
            """{"type":"graph_episode","graph_id":"g","data":"größe \ud83d\ude00 \n\"","data_type":"message","source_description":"s","document_id":"d","created_at":"2024-02-03T04:05:06.123456+02:00","metadata":{"b":[1,"x",true],"a":1e2,"c":null}}""",
            """{"type":"graph_episode","user_id":"u","data":"","data_type":"text"}""",
            """{"type":"thread_message","thread_id":"t","content":"hi","role":"assistant","name":"Ann","created_at":"0001-01-01T00:00:00Z"}""");
        var first = await server.NewBatchAsync();
        (await server.UploadAsync(first, lines)).Status.ShouldBe(HttpStatusCode.OK);
        await server.RunAsync(first);
        var exported = await server.ExportAsync(first);

        var second = await server.NewBatchAsync();
        (await server.UploadAsync(second, exported)).Status.ShouldBe(HttpStatusCode.OK);
        await server.RunAsync(second);

        Sent(await server.ExportAsync(second)).ShouldBe(Sent(exported));
        exported.ShouldContain("""{"b":[1,"x",true],"a":1e2,"c":null}""");
    }

    [Fact]
    public async Task Facts_OfSucceededItems_ComeWithThemAndAreIgnoredOnTheWayIn()
    {
        await server.PostAsync("graph/create", """{"graph_id":"facts"}""");
        var lines = string.Join('\n',
            Account("free", "2024-01-01"), Account("pro", "2024-02-01"), Account("pro", "2024-03-01"), Account("{", "2024-04-01", broken: true));
        var batch = await server.NewBatchAsync();
        await server.UploadAsync(batch, lines);
        await server.RunAsync(batch);

        var exported = await server.ExportAsync(batch);
        var items = exported.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!).ToArray();
        var first = items[0]["facts"]!.AsArray().Single(f => (string)f!["name"]! == "PLAN")!;
        ((string)first["fact"]!, (string)first["valid_at"]!, (string)first["invalid_at"]!)
            .ShouldBe(("a-1 plan free", "2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z"));
        var second = items[1]["facts"]!.AsArray().ShouldHaveSingleItem()!.AsObject();
        ((string)second["fact"]!).ShouldBe("a-1 plan pro");
        second.ContainsKey("invalid_at").ShouldBeFalse();
        items[2].AsObject().ContainsKey("facts").ShouldBeFalse("it repeats what holds already");
        items[3].AsObject().ContainsKey("facts").ShouldBeFalse();
        JsonNode.Parse(await server.Api.GetStringAsync($"graph/edge/{(string)second["uuid"]!}"))!["fact"]!.ToString().ShouldBe("a-1 plan pro");
        JsonNode.DeepEquals(
            JsonNode.Parse(await server.Api.GetStringAsync($"batches/{batch}/items/{(string)items[0]["item_id"]!}")), items[0]).ShouldBeTrue();

        var again = await server.NewBatchAsync();
        (await server.UploadAsync(again, exported)).Range.Accepted.ShouldBe(4);
        Sent(await server.ExportAsync(again)).ShouldBe(Sent(exported));

        // The part of a batch that retention leaves has no lanes.
        await server.Database.ExecuteAsync("DELETE FROM lane_item");
        await server.Database.ExecuteAsync("DELETE FROM lane");
        (await server.ExportAsync(batch, "?limit=2")).Split('\n')[1].ShouldContain("a-1 plan pro");
    }

    [Fact]
    public async Task ItemWhosePayloadWasDeleted_IsThereWithoutIt()
    {
        await server.PostAsync("graph/create", """{"graph_id":"gone"}""");
        var batch = await server.NewBatchAsync();
        await server.UploadAsync(batch, StreamingServer.Line(1) + StreamingServer.Line(2, "gone"));
        await server.RunAsync(batch);
        var episode = (string)JsonNode.Parse((await server.ExportAsync(batch)).Split('\n')[0])!["episode_uuid"]!;
        (await server.Api.DeleteAsync($"graph/episodes/{episode}")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var exported = await server.ExportAsync(batch);
        var items = exported.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!.AsObject()).ToArray();

        items.Select(i => (string)i["status"]!).ShouldBe(["succeeded", "succeeded"]);
        items[0].ContainsKey("data").ShouldBeFalse();
        ((string)items[0]["graph_id"]!).ShouldBe("g");
        items[1].ContainsKey("data").ShouldBeTrue();
        JsonNode.DeepEquals(
            JsonNode.Parse(await server.Api.GetStringAsync($"batches/{batch}/items/{(string)items[0]["item_id"]!}")), items[0]).ShouldBeTrue();
        (await server.UploadAsync(await server.NewBatchAsync(), exported)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task PartsOfAnExport_BeginWhereTheyAreTold()
    {
        var batch = await server.NewBatchAsync();
        await server.UploadAsync(batch, StreamingServer.Lines(700));

        var all = (await server.ExportAsync(batch)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var part = (await server.ExportAsync(batch, "?cursor=300&limit=260")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        all.Length.ShouldBe(700);
        part.ShouldBe(all[300..560]);
    }

    [Fact]
    public async Task UnknownBatchOrStatus_IsAnErrorBeforeAnyLine()
    {
        foreach (var (path, status) in new[]
        {
            ($"batches/{Guid.CreateVersion7()}/items", HttpStatusCode.NotFound),
            ($"batches/{await server.NewBatchAsync()}/items?status=gone", HttpStatusCode.BadRequest),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Accept.ParseAdd("application/x-ndjson");
            using var answer = await server.Api.SendAsync(request);
            answer.StatusCode.ShouldBe(status);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        }
    }

    private static string Account(string plan, string day, bool broken = false) =>
        $$"""{"type":"graph_episode","graph_id":"facts","data":"{{(broken ? "{" : $$"""{\"id\":\"a-1\",\"plan\":\"{{plan}}\"}""")}}","data_type":"json","created_at":"{{day}}T00:00:00Z"}""";

    // The sent items, without their results.
    private static string[] Sent(string lines) => [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l =>
    {
        var line = JsonNode.Parse(l)!.AsObject();
        foreach (var name in new[] { "sequence_index", "item_id", "episode_uuid", "status", "facts", "error", "added_at", "updated_at" })
        {
            line.Remove(name);
        }

        return line.ToJsonString();
    })];
}
