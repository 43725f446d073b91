using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Orleans.Batch.Loading.Tests;

/// <summary>Records of users, graphs and threads: the real loader against the real server.</summary>
public sealed class DestinationLoadTests(ReloadTests.Server server) : IClassFixture<ReloadTests.Server>, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _id = Guid.NewGuid().ToString("N");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Load_SomeRecordsExistAndSomeAreRefused_TheOthersAreCreatedInSeveralPages()
    {
        await CreateAsync("users", $$"""{"user_id":"u0 {{_id}}","first_name":"Ann"}""");
        string[] lines =
        [
            Message("t7"),
            .. Enumerable.Range(0, 6_000).Select(i => $$"""{"type":"thread","thread_id":"t{{i}} {{_id}}","user_id":"u{{i}} {{_id}}"}"""),
            .. Enumerable.Range(0, 6_000).Select(i => $$"""{"type":"user","user_id":"u{{i}} {{_id}}","first_name":"Bo"{{(i == 5_500 ? ",\"time_zone\":\"Mars/Olympus\"" : "")}}}"""),
            $$"""{"type":"graph","graph_id":"g {{_id}}"}""",
        ];

        var load = await LoadAsync("all", lines);

        load.ExitCode.ShouldBe(1, load.Output);
        load.Output.ShouldContain("destinations: 11,998 created, 1 already there");
        load.Output.ShouldContain("items: 1 succeeded");
        var rejects = (await File.ReadAllLinesAsync(_folder["all.rejects.ndjson"])).Select(static l => JsonDocument.Parse(l).RootElement).ToArray();
        rejects.Select(static r => (r.GetProperty("line").GetInt32(), r.GetProperty("field").GetString(), r.GetProperty("code").GetString())).ShouldBe(
            [(11_502, "time_zone", "unknown_value"), (5_502, "user_id", "not_found")]);
        rejects[0].GetProperty("raw").GetString().ShouldNotBeNull().ShouldContain($"u5500 {_id}");
        (await server.Api.GetFromJsonAsync<JsonElement>(new Uri($"users/{Uri.EscapeDataString($"u0 {_id}")}", UriKind.Relative)))
            .GetProperty("first_name").GetString().ShouldBe("Ann");

        (await LoadAsync("all", lines)).Output.ShouldContain("destinations: 0 created, 11,999 already there");
    }

    [Fact]
    public async Task Load_ThreadOfAnotherUser_IsRejectedAndItsMessagesAreNotSent()
    {
        await CreateAsync("users", $$"""{"user_id":"u {{_id}}"}""");
        await CreateAsync("threads", $$"""{"thread_id":"t {{_id}}","user_id":"u {{_id}}"}""");
        string[] records = [$$"""{"type":"user","user_id":"other {{_id}}"}""", $$"""{"type":"thread","thread_id":"t {{_id}}","user_id":"other {{_id}}"}"""];

        var without = await LoadAsync("without", records);
        var with = await LoadAsync("with", [.. records, Message("t")]);

        without.ExitCode.ShouldBe(1, without.Output);
        (await File.ReadAllTextAsync(_folder["without.rejects.ndjson"])).ShouldContain("already_exists");
        with.ExitCode.ShouldBe(2, with.Output);
        with.Output.ShouldContain("No item was sent");
        with.Output.ShouldContain($"thread t {_id} (line 2)");
    }

    [Fact]
    public async Task Load_DestinationsWithoutRecords_AreFoundById()
    {
        await CreateAsync("users", $$"""{"user_id":"u {{_id}}"}""");
        await CreateAsync("threads", $$"""{"thread_id":"t {{_id}}","user_id":"u {{_id}}"}""");
        await CreateAsync("graph/create", $$"""{"graph_id":"g {{_id}}"}""");
        var plain = await CreateAsync("../v4/graphs", "{}");
        string[] items = [Message("t"), Episode("user_id", $"u {_id}"), Episode("graph_id", $"g {_id}"), Episode("graph_id", plain)];

        var missing = await LoadAsync("missing", [.. items, Episode("graph_id", $"u {_id}"), Message("u")]);
        var load = await LoadAsync("all", items);

        missing.ExitCode.ShouldBe(2, missing.Output);
        missing.Output.ShouldContain("2 destinations");
        missing.Output.ShouldContain($"graph u {_id} (line 5)");
        missing.Output.ShouldContain($"thread u {_id} (line 6)");
        load.ExitCode.ShouldBe(0, load.Output);
        load.Output.ShouldContain("items: 4 succeeded");
    }

    [Fact]
    public void Cut_ByCountAndBytes_HoldsEachOnceAndInOrder()
    {
        var limits = new LoadLimits { PageDestinations = 3, PageDestinationBytes = 100 };
        Destination Of(int i) => new(LineKind.User, $"{i}", Encoding.UTF8.GetBytes(i == 5 ? new string('x', 200) : $"{{{i}}}"), i);

        var pages = DestinationPage.Cut(Enumerable.Range(0, 10).Select(Of), limits).ToArray();

        pages.Select(p => p.Count).ShouldBe([3, 2, 1, 3, 1]);
        Encoding.UTF8.GetString(pages[1].Body("an import").Span).ShouldBe("""{"import_id":"an import","users":[{3},{4}]}""");
        pages.SelectMany(p => Enumerable.Range(0, p.Count).Select(i => p[i].Line)).ShouldBe(Enumerable.Range(0, 10).Select(i => (long)i));
    }

    private static string Episode(string field, string id) =>
        $$"""{"type":"graph_episode","{{field}}":"{{id}}","data":"x","data_type":"text","created_at":"2024-03-01T09:00:00Z"}""";

    private string Message(string thread) =>
        $$"""{"type":"thread_message","thread_id":"{{thread}} {{_id}}","content":"Hello","role":"user","created_at":"2024-03-01T09:00:00Z"}""";

    private async Task<(int ExitCode, string Output)> LoadAsync(string name, params string[] lines)
    {
        await File.WriteAllLinesAsync(_folder[name], lines);
        using var load = server.Load(_folder[name]);
        return (await load.WaitForExitAsync(), load.Output);
    }

    private async Task<string> CreateAsync(string path, string body)
    {
        using var content = new StringContent(body, mediaType: new("application/json"));
        using var created = await server.Api.PostAsync(new Uri(path, UriKind.Relative), content);
        created.IsSuccessStatusCode.ShouldBeTrue(await created.Content.ReadAsStringAsync());
        return (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("uuid").GetString()!;
    }
}
