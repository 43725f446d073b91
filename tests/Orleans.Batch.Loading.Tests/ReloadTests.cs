using System.Net.Http.Json;
using System.Text.Json;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Loading.Tests;

/// <summary>Files that are loaded again, changed or not: the real loader against the real server.</summary>
public sealed class ReloadTests(ReloadTests.Server server) : IClassFixture<ReloadTests.Server>, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _graph = $"graph {Guid.NewGuid():N}";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Load_RejectedLineCorrected_AddsThatLineAlone()
    {
        string[] lines = [Graph(), Episode("First note"), Episode("Second note", at: "yesterday")];
        (await LoadAsync("notes", lines)).ExitCode.ShouldBe(1);
        (await ContentsAsync()).ShouldBe(["First note"]);

        lines[2] = Episode("Second note");
        var again = await LoadAsync("notes", lines);

        again.ExitCode.ShouldBe(0, again.Output);
        again.Output.ShouldContain("1 succeeded, 1 already loaded");
        (await ContentsAsync()).ShouldBe(["First note", "Second note"]);
    }

    [Fact]
    public async Task Load_FileExtendedReorderedAndWrittenOtherwise_AddsWhatIsNewAlone()
    {
        string[] lines = [Graph(), .. Enumerable.Range(0, 700).Select(i => Episode($"note {i}")), .. Enumerable.Repeat(Episode("the same"), 3)];
        (await LoadAsync("notes", lines)).ExitCode.ShouldBe(0);

        // In reverse order, with one more of the equal lines, as CSV, with another offset in the dates.
        string[] csv =
        [
            "graph_id,data,created_at",
            .. Enumerable.Repeat("the same", 4).Concat(Enumerable.Range(0, 701).Select(i => $"note {i}")).Reverse()
                .Select(text => $"{_graph},{text},2024-03-01T10:00:00+01:00"),
        ];
        var again = await LoadAsync("notes.csv", csv);

        again.ExitCode.ShouldBe(0, again.Output);
        again.Output.ShouldContain("2 succeeded, 703 already loaded");
        (await ContentsAsync()).ShouldBe([.. Enumerable.Range(0, 701).Select(i => $"note {i}").Concat(Enumerable.Repeat("the same", 4)).Order()]);
        (await LoadAsync("notes.csv", csv)).Output.ShouldContain("0 succeeded, 705 already loaded");
        (await ContentsAsync()).Length.ShouldBe(705);
        (await DraftsAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Load_TwoOverlappingFilesAtOnce_EachItemIsInOnce()
    {
        (await LoadAsync("graph", Graph())).ExitCode.ShouldBe(0);
        var front = Write("front", [.. Enumerable.Range(0, 6_000).Select(i => Episode($"note {i}"))]);
        var back = Write("back", [.. Enumerable.Range(3_000, 6_000).Reverse().Select(i => Episode($"note {i}"))]);

        var loads = await Task.WhenAll(RunAsync(front), RunAsync(back), RunAsync(front), RunAsync(back));

        loads.ShouldAllBe(l => l.ExitCode == 0, string.Join('\n', loads.Select(l => l.Output)));
        (await ContentsAsync()).ShouldBe([.. Enumerable.Range(0, 9_000).Select(i => $"note {i}").Order()]);
    }

    [Fact]
    public async Task Load_KilledAndTheFileExtended_NothingIsLostInTheDraftLeftBehind()
    {
        (await LoadAsync("graph", Graph())).ExitCode.ShouldBe(0);
        string[] lines = [.. Enumerable.Range(0, 9_000).Select(i => Episode($"note {i}"))];
        var before = await server.ItemsAsync();
        using (var killed = server.Load(Write("notes", lines)))
        {
            await using var held = await HeldAdds.AtAsync(server.Database, before + 2_000);
            killed.Signal("KILL");
            (await killed.WaitForExitAsync()).ShouldNotBe(0, "the loader was through before it could be killed");
        }

        var again = await LoadAsync("notes", [.. lines, Episode("note 9000")]);

        again.ExitCode.ShouldBe(0, again.Output);
        again.Output.ShouldContain("left as a draft by a load that was broken off");
        (await ContentsAsync()).ShouldBe([.. Enumerable.Range(0, 9_001).Select(i => $"note {i}").Order()]);
    }

    [Theory]
    [InlineData("episode")]
    [InlineData("thread")]
    [InlineData("graph")]
    [InlineData("user")]
    public async Task Load_AfterWhatItLoadedWasDeleted_LoadsItAgain(string what)
    {
        string[] lines =
        [
            Graph(),
            $$"""{"type":"user","user_id":"user of {{_graph}}"}""",
            $$"""{"type":"thread","thread_id":"thread of {{_graph}}","user_id":"user of {{_graph}}"}""",
            Episode("In the graph"),
            $$"""{"type":"graph_episode","user_id":"user of {{_graph}}","data":"Of the user","record_id":"u-1"}""",
            $$"""{"type":"thread_message","thread_id":"thread of {{_graph}}","role":"user","content":"Said","record_id":"t-1"}""",
        ];
        (await LoadAsync("all", lines)).ExitCode.ShouldBe(0);
        var lost = what == "user" ? 2 : 1;
        var path = what switch
        {
            "episode" => $"graph/episodes/{await EpisodeAsync()}",
            "thread" => $"threads/{Uri.EscapeDataString($"thread of {_graph}")}",
            "graph" => $"graph/{Uri.EscapeDataString(_graph)}",
            _ => $"users/{Uri.EscapeDataString($"user of {_graph}")}",
        };
        using (var deleted = await server.Api.DeleteAsync(new Uri(path, UriKind.Relative)))
        {
            deleted.IsSuccessStatusCode.ShouldBeTrue();
        }

        var again = await LoadAsync("all", lines);

        again.ExitCode.ShouldBe(0, again.Output);
        again.Output.ShouldContain($"{lost} succeeded, {3 - lost} already loaded");
        (await server.VerifyAsync(Write("all", lines))).ShouldBe(0);
    }

    [Fact]
    public async Task Load_RecordWhoseItemFailedIsCorrected_LoadsItAndItsFirstAttemptCannotBeRetried()
    {
        (await LoadAsync("graph", Graph())).ExitCode.ShouldBe(0);
        var failed = await AddAsync($$"""{"type":"graph_episode","graph_id":"{{_graph}}","data":"{\"seats\": ","data_type":"json","record_id":"r-1"}""");
        await ProcessAsync(failed);

        var again = await LoadAsync(
            "corrected", $$"""{"type":"graph_episode","graph_id":"{{_graph}}","data":"{\"seats\": 5}","data_type":"json","record_id":"r-1"}""");

        again.ExitCode.ShouldBe(0, again.Output);
        again.Output.ShouldContain("items: 1 succeeded, 0 failed");
        (await ContentsAsync()).ShouldBe(["{\"seats\": 5}"]);
        using var retry = await server.Api.PostAsync(new Uri($"batches/{failed}/retry", UriKind.Relative), null);
        (await retry.Content.ReadAsStringAsync()).ShouldContain("loaded again since");
    }

    [Fact]
    public async Task Load_RecordHeldByAForeignDraft_NamesItAndDoesNotSucceed()
    {
        (await LoadAsync("graph", Graph())).ExitCode.ShouldBe(0);
        var line = $$"""{"type":"graph_episode","graph_id":"{{_graph}}","data":"Held","data_type":"text","record_id":"r-1"}""";
        var draft = await AddAsync(line);

        var load = await LoadAsync("held", line);
        load.ExitCode.ShouldBe(1, load.Output);
        load.Output.ShouldContain($"Batch {draft} is a draft that holds items of this file");

        using (var deleted = await server.Api.DeleteAsync(new Uri($"batches/{draft}", UriKind.Relative)))
        {
            deleted.IsSuccessStatusCode.ShouldBeTrue();
        }

        (await LoadAsync("held", line)).ExitCode.ShouldBe(0);
        (await ContentsAsync()).ShouldBe(["Held"]);
    }

    private string Graph() => $$"""{"type":"graph","graph_id":"{{_graph}}"}""";

    private string Episode(string text, string at = "2024-03-01T09:00:00Z") =>
        $$"""{"type":"graph_episode","graph_id":"{{_graph}}","data":"{{text}}","data_type":"text","created_at":"{{at}}"}""";

    private Task<(int ExitCode, string Output)> LoadAsync(string name, params string[] lines) => RunAsync(Write(name, lines));

    private async Task<(int ExitCode, string Output)> RunAsync(string file)
    {
        using var load = server.Load(file);
        return (await load.WaitForExitAsync(), load.Output);
    }

    private string Write(string name, string[] lines)
    {
        File.WriteAllLines(_folder[name], lines);
        return _folder[name];
    }

    private async Task<string> AddAsync(string line)
    {
        using var created = await server.Api.PostAsJsonAsync(new Uri("batches", UriKind.Relative), new { });
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("batch_id").GetString()!;
        using var body = new StringContent($$"""{"items":[{{line}}]}""");
        using var added = await server.Api.PostAsync(new Uri($"batches/{id}/items", UriKind.Relative), body);
        added.IsSuccessStatusCode.ShouldBeTrue(await added.Content.ReadAsStringAsync());
        return id;
    }

    private async Task ProcessAsync(string batch)
    {
        using var started = await server.Api.PostAsync(new Uri($"batches/{batch}/process", UriKind.Relative), null);
        started.IsSuccessStatusCode.ShouldBeTrue();
        await Eventually.TrueAsync(async () =>
            (await server.Api.GetFromJsonAsync<JsonElement>(new Uri($"batches/{batch}", UriKind.Relative)))
                .GetProperty("status").GetString() is "failed" or "partial");
    }

    private async Task<int> DraftsAsync() =>
        (await server.Api.GetFromJsonAsync<JsonElement>(new Uri("batches?status=draft&limit=1000", UriKind.Relative)))
            .GetProperty("batches").EnumerateArray().Count(b => b.GetProperty("item_count").GetInt32() == 0);

    private async Task<string> EpisodeAsync() => (await EpisodesAsync())[0].GetProperty("uuid").GetString()!;

    /// <summary>The content of the test's graph, sorted.</summary>
    private async Task<string[]> ContentsAsync() =>
        [.. (await EpisodesAsync()).Select(e => e.GetProperty("content").GetString()!).Order()];

    private async Task<List<JsonElement>> EpisodesAsync()
    {
        var all = new List<JsonElement>();
        string? cursor = null;
        do
        {
            using var page = await server.Api.PostAsJsonAsync(
                new Uri($"graph/episodes/graph/{Uri.EscapeDataString(_graph)}", UriKind.Relative), new { cursor });
            page.IsSuccessStatusCode.ShouldBeTrue(await page.Content.ReadAsStringAsync());
            all.AddRange((await page.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray());
            cursor = page.Headers.TryGetValues("Zep-Next-Cursor", out var next) ? next.First() : null;
        }
        while (cursor is not null);

        return all;
    }

    /// <summary>One server for all tests.</summary>
    public sealed class Server : IAsyncLifetime, IDisposable
    {
        private readonly TemporaryDataDirectory _data = new();
        private RunningServer _server = null!;

        public HttpClient Api { get; private set; } = null!;

        public string Database => _data.ConnectionString();

        public async Task InitializeAsync()
        {
            _server = await RunningServer.ServeAsync(_data);
            Api = _server.NewClient();
        }

        public Task DisposeAsync() => Task.CompletedTask;

        public void Dispose()
        {
            Api?.Dispose();
            _server?.Dispose();
            _data.Dispose();
        }

        public ServerProcess Load(string file, params string[] options) =>
            ServerProcess.Start(["load", file, "--url", _server.Url, "--data-dir", _data.Path, .. options], ("ZEP_API_KEY", null));

        public async Task<int> VerifyAsync(string file) => (await RunAsync("verify", file)).ExitCode;

        public Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) =>
            ServerProcess.RunAsync([.. arguments, "--url", _server.Url, "--data-dir", _data.Path], ("ZEP_API_KEY", null));

        public async Task<long> ItemsAsync()
        {
            var batches = await Api.GetFromJsonAsync<JsonElement>(new Uri("batches?limit=1000", UriKind.Relative));
            return batches.GetProperty("batches").EnumerateArray().Sum(b => b.GetProperty("item_count").GetInt64());
        }
    }
}
