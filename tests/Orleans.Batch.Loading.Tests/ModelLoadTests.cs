using System.Net.Http.Json;
using System.Text.Json;
using Orleans.Batch.TestKit.Models;

namespace Orleans.Batch.Loading.Tests;

/// <summary>Files whose items a model extracts: the real loader, the real server, and an endpoint that answers over HTTP.</summary>
public sealed class ModelLoadTests(ModelLoadTests.Server server) : IClassFixture<ModelLoadTests.Server>, IDisposable
{
    private const int Messages = 60;

    private readonly TempFolder _folder = new();
    private readonly string _name = $"user {Guid.NewGuid():N}";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Load_AtItsCap_TellsStoredFromExtractedAndWhyItWaits()
    {
        var receipt = _folder["receipt.json"];
        using var load = Load(Write(ThreadLines()), "--extraction", "model", "--model", "stub", "--max-tokens", "1", "--receipt", receipt);
        await Eventually.TrueAsync(() => Task.FromResult(
            load.Output.Contains($"stored {Messages}/{Messages} (100 %), extracted 0/{Messages} (0 %)", StringComparison.Ordinal)
            && load.Output.Contains("Extraction by the model waits", StringComparison.Ordinal)));

        // The server looks at the cap again some seconds later; the reason is not repeated meanwhile.
        var batch = (await GetAsync("batches?limit=1")).GetProperty("batches")[0].GetProperty("batch_id").GetString();
        using (var raised = await server.Http.PutAsJsonAsync($"batches/{batch}/budget", new { max_cost = 100 }))
        {
            raised.IsSuccessStatusCode.ShouldBeTrue(await raised.Content.ReadAsStringAsync());
        }

        (await load.WaitForExitAsync()).ShouldBe(0, load.Output);
        load.Output.Split("Extraction by the model waits").Length.ShouldBe(2, load.Output);
        load.Output.ShouldContain("Extraction by the model no longer waits.");
        load.Output.ShouldContain($"model: {Messages} items extracted, 0 not; 3 requests");
        using var written = JsonDocument.Parse(await File.ReadAllTextAsync(receipt));
        (written.RootElement.GetProperty("extracted").GetInt64(), written.RootElement.GetProperty("facts").GetInt64()).ShouldBe((Messages, Messages));
    }

    [Fact]
    public async Task DryRun_ByAModel_EstimatesWhatValidateDoes()
    {
        // A user and a graph with one id, escapes, letters of two bytes, and a text that fills a window alone.
        string[] items =
        [
            .. ThreadLines(),
            $$"""{"type":"graph","graph_id":"{{_name}}"}""",
            .. Enumerable.Range(0, 45).Select(i => Episode("user_id", new string('ö', i * 7))),
            .. Enumerable.Range(0, 25).Select(i => Episode("graph_id", $"\\\"note\\\" {i}")),
            Episode("graph_id", new string('x', 9_000)),
        ];
        var receipt = _folder["dry.json"];
        var dry = await RunAsync(Write(items), "--dry-run", "--extraction", "model", "--receipt", receipt);
        dry.ExitCode.ShouldBe(0, dry.Output);

        var validated = await ValidateAsync(items.Where(l => l.Contains("\"created_at\"", StringComparison.Ordinal)));
        using var written = JsonDocument.Parse(await File.ReadAllTextAsync(receipt));
        var model = written.RootElement.GetProperty("model");
        foreach (var field in validated.EnumerateObject())
        {
            model.GetProperty(field.Name).ToString().ShouldBe(field.Value.ToString(), field.Name);
        }

        model.GetProperty("requests").GetInt64().ShouldBe(10);
        dry.Output.ShouldContain("model stub: about 10 requests");
        (await RunAsync(Write(items), "--dry-run")).Output.ShouldNotContain("model stub");
    }

    [Theory]
    [InlineData("ERROR --model must be one of other, stub", "--extraction", "model", "--model", "gpt")]
    [InlineData("ERROR --model takes --extraction model, not store_only", "--extraction", "store_only", "--model", "stub")]
    public async Task DryRun_ModelThatCannotBeUsed_IsNamed(string message, params string[] options)
    {
        var dry = await RunAsync(Write(ThreadLines()), ["--dry-run", .. options]);

        dry.ExitCode.ShouldBe(1, dry.Output);
        dry.Output.ShouldContain(message);
        dry.Output.ShouldNotContain("Every line would be accepted.");
    }

    private string[] ThreadLines() =>
    [
        $$"""{"type":"user","user_id":"{{_name}}"}""",
        $$"""{"type":"thread","thread_id":"{{_name}}","user_id":"{{_name}}"}""",
        .. Enumerable.Range(0, Messages).Select(i =>
            $$"""{"type":"thread_message","thread_id":"{{_name}}","role":"user","name":"Ada","content":"FACT: {{_name}} | VISITED | Town {{i}}","created_at":"2024-03-01T09:00:00Z"}"""),
    ];

    private string Episode(string field, string data) =>
        $$"""{"type":"graph_episode","{{field}}":"{{_name}}","data":"- {{data}}","data_type":"text","created_at":"2024-03-01T09:00:00Z"}""";

    private async Task<JsonElement> ValidateAsync(IEnumerable<string> items)
    {
        var batch = (await PostAsync("batches", """{"extraction":"model"}""")).GetProperty("batch_id").GetString();
        await PostAsync($"batches/{batch}/items", $$"""{"items":[{{string.Join(',', items)}}]}""");
        return (await PostAsync($"batches/{batch}/validate", "{}")).GetProperty("model");
    }

    private string Write(string[] lines)
    {
        var path = _folder["items.ndjson"];
        File.WriteAllLines(path, lines);
        return path;
    }

    private ServerProcess Load(string file, params string[] options) =>
        ServerProcess.Start(["load", file, "--url", server.Url, "--key", server.Key, .. options]);

    private async Task<(int ExitCode, string Output)> RunAsync(string file, params string[] options)
    {
        using var load = Load(file, options);
        return (await load.WaitForExitAsync(), load.Output);
    }

    private async Task<JsonElement> GetAsync(string path) => await server.Http.GetFromJsonAsync<JsonElement>(path);

    private async Task<JsonElement> PostAsync(string path, string body)
    {
        using var answer = await server.Http.PostAsync(new Uri(path, UriKind.Relative), new StringContent(body));
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>A server with two models, whose default one is not that of the project.</summary>
    public sealed class Server : IAsyncLifetime, IDisposable
    {
        private readonly TemporaryDataDirectory _data = new();
        private StubModelEndpoint _stub = null!;
        private RunningServer _server = null!;

        public HttpClient Http { get; private set; } = null!;

        public string Url => _server.Url;

        public string Key => _server.Key;

        public async Task InitializeAsync()
        {
            _stub = await StubModelEndpoint.StartAsync();
            (string, string?)[] models =
            [
                ("Models__Profiles__stub__Endpoint", _stub.Address.ToString()),
                ("Models__Profiles__stub__Model", "stub"),
                ("Models__Profiles__stub__TokensPerMinute", "60000"),
                ("Models__Profiles__stub__InputPrice", "0.5"),
                ("Models__Profiles__stub__OutputPrice", "2"),
                ("Models__Profiles__other__Endpoint", _stub.Address.ToString()),
                ("Models__Profiles__other__Model", "stub"),
                ("Models__Default", "other"),
            ];
            _server = await RunningServer.ServeAsync(_data, models);
            Http = _server.NewClient();
            var set = await ServerProcess.RunAsync(["projects", "set", "default", "--model", "stub", "--data-dir", _data.Path], models);
            set.ExitCode.ShouldBe(0, set.Output);
        }

        public async Task DisposeAsync() => await _stub.DisposeAsync();

        public void Dispose()
        {
            Http?.Dispose();
            _server?.Dispose();
            _data.Dispose();
        }
    }
}
