using System.Net.Http.Json;
using System.Text.Json;

namespace Orleans.Batch.Loading.Tests;

/// <summary>Files in the names of version 4, loaded by the real loader into the real server.</summary>
public sealed class VersionNamesTests(ReloadTests.Server server) : IClassFixture<ReloadTests.Server>, IDisposable
{
    private const string At = "2024-03-01T09:00:00Z";

    private readonly TempFolder _folder = new();
    private readonly string _id = Guid.NewGuid().ToString("N");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Load_DestinationsByUuid_AreTheSameItemsAsThoseByTheirIds()
    {
        var user = await CreateAsync("users", $$"""{"user_id":"{{_id}}"}""");
        var thread = await CreateAsync("threads", $$"""{"thread_id":"t {{_id}}","user_id":"{{_id}}"}""");
        var graph = await CreateAsync("graph/create", $$"""{"graph_id":"g {{_id}}"}""");
        var plain = await CreateAsync("../v4/graphs", "{}");
        var own = (await server.Api.GetFromJsonAsync<JsonElement>(new Uri($"../v4/users/{user}", UriKind.Relative))).GetProperty("graph_uuid").GetString()!;

        var first = await LoadAsync(
            "v4",
            Episode("graph_uuid", graph, "1"),
            Episode("graph_uuid", graph.ToUpperInvariant(), "2"),
            Episode("graph_uuid", plain, "3"),
            Episode("user_uuid", user, "4"),
            Episode("graph_uuid", own, "5"),
            Message("thread_uuid", thread, "6"),
            $$"""{"type":"thread","thread_id":"t2 {{_id}}","user_uuid":"{{user}}"}""",
            Message("thread_id", $"t2 {_id}", "7"));

        first.ExitCode.ShouldBe(0, first.Output);
        first.Output.ShouldContain("7 succeeded");
        first.Output.ShouldNotContain("warning");
        (await server.VerifyAsync(_folder["v4"])).ShouldBe(0);
        (await ContentsAsync($"../v4/graphs/{graph}/episodes/list")).ShouldBe([("1", At), ("2", At)]);
        (await ContentsAsync($"../v4/graphs/{plain}/episodes/list")).ShouldBe([("3", At)]);
        (await ContentsAsync($"../v4/graphs/{own}/episodes/list")).ShouldBe([("4", At), ("5", At), ("6", At), ("7", At)]);

        var again = await LoadAsync(
            "v3.csv",
            "type,graph_id,user_id,thread_id,data,content,role,created_at",
            $"graph_episode,g {_id},,,1,,,{At}",
            $"graph_episode,g {_id},,,2,,,{At}",
            $"graph_episode,{plain},,,3,,,{At}",
            $"graph_episode,,{_id},,4,,,{At}",
            $"graph_episode,,{_id},,5,,,{At}",
            $"thread_message,,,t {_id},,6,user,{At}",
            $"thread_message,,,t2 {_id},,7,user,{At}",
            $"graph_episode,g {_id},,,8,,,{At}");

        again.ExitCode.ShouldBe(0, again.Output);
        again.Output.ShouldContain("1 succeeded, 7 already loaded");
    }

    [Fact]
    public async Task Load_ColumnsOfVersion4_AreFields()
    {
        var graph = await CreateAsync("graph/create", $$"""{"graph_id":"{{_id}}"}""");

        var load = await LoadAsync("v4.csv", "Graph_UUID,data,reference_time", $"{graph},hello,{At}");

        load.ExitCode.ShouldBe(0, load.Output);
        (await ContentsAsync($"../v4/graphs/{graph}/episodes/list")).ShouldBe([("hello", At)]);
    }

    [Fact]
    public async Task Load_UuidsThatNameNothingOrAreNone_SaySoBeforeAnythingIsSent()
    {
        var thread = Guid.NewGuid().ToString();
        var missing = await LoadAsync("missing", Message("thread_uuid", thread, "1"));
        missing.ExitCode.ShouldBe(2);
        missing.Output.ShouldContain($"thread {thread} (line 1)");

        var graph = await CreateAsync("graph/create", $$"""{"graph_id":"{{_id}}"}""");
        var bad = await LoadAsync("bad", Episode("graph_uuid", "acct-4", "1"), Episode("graph_uuid", graph, "2"));
        bad.ExitCode.ShouldBe(1, bad.Output);
        bad.Output.ShouldContain("1 succeeded");
        var reject = JsonDocument.Parse(await File.ReadAllTextAsync(_folder["bad.rejects.ndjson"])).RootElement;
        (reject.GetProperty("line").GetInt32(), reject.GetProperty("field").GetString(), reject.GetProperty("code").GetString())
            .ShouldBe((1, "graph_uuid", "invalid_identifier"));
    }

    private static string Episode(string field, string id, string data) =>
        $$"""{"type":"graph_episode","{{field}}":"{{id}}","data":"{{data}}","data_type":"text","reference_time":"{{At}}"}""";

    private static string Message(string field, string id, string content) =>
        $$"""{"type":"thread_message","{{field}}":"{{id}}","content":"{{content}}","role":"user","reference_time":"{{At}}"}""";

    private async Task<(int ExitCode, string Output)> LoadAsync(string name, params string[] lines)
    {
        await File.WriteAllLinesAsync(_folder[name], lines);
        using var load = server.Load(_folder[name]);
        return (await load.WaitForExitAsync(), load.Output);
    }

    private async Task<string> CreateAsync(string path, string body)
    {
        using var content = new StringContent(body, mediaType: System.Net.Http.Headers.MediaTypeHeaderValue.Parse("application/json"));
        using var created = await server.Api.PostAsync(new Uri(path, UriKind.Relative), content);
        created.IsSuccessStatusCode.ShouldBeTrue(await created.Content.ReadAsStringAsync());
        return (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("uuid").GetString()!;
    }

    private async Task<(string Content, string ReferenceTime)[]> ContentsAsync(string path)
    {
        using var page = await server.Api.PostAsJsonAsync(new Uri(path, UriKind.Relative), new { });
        page.IsSuccessStatusCode.ShouldBeTrue(await page.Content.ReadAsStringAsync());
        return
        [
            .. (await page.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items").EnumerateArray()
                .Select(e => (e.GetProperty("content").GetString()!, e.GetProperty("reference_time").GetString()!)).Order(),
        ];
    }
}
