using System.Text.Json;

namespace Orleans.Batch.Loading.Tests.Importing;

/// <summary>The real command against real servers.</summary>
public sealed class ImportProcessTests : IDisposable
{
    private static readonly string[] Lines =
    [
        """{"type":"graph","graph_id":"g/ö","name":"Handbook"}""",
        """{"type":"user","user_id":"u/ö","first_name":"Avery","last_name":"Example","metadata":{"plan":1}}""",
        """{"type":"thread","thread_id":"t","user_id":"u/ö"}""",
        """{"type":"graph_episode","graph_id":"g/ö","data":"Ada lives in Rome.","data_type":"text","created_at":"2024-03-01T09:00:00.1234567+01:00","source_description":"note","document_id":"d"}""",
        """{"type":"graph_episode","graph_id":"g/ö","data":"{\"plan\":1.50}","data_type":"json","created_at":"2024-03-01T10:00:00Z","metadata":{"n":1.50,"tags":["a"]}}""",
        """{"type":"graph_episode","user_id":"u/ö","data":"Avery: Hi","data_type":"message","created_at":"2024-03-01T11:00:00Z"}""",
        """{"type":"thread_message","thread_id":"t","role":"user","name":"Avery","content":"Hello","created_at":"2024-03-01T12:00:00Z"}""",
    ];

    private readonly TempFolder _folder = new();
    private readonly TemporaryDataDirectory _data = new();

    public void Dispose()
    {
        _folder.Dispose();
        _data.Dispose();
    }

    [Trait("Category", "Long")]
    [Fact]
    public async Task Load_EveryFormat_IsInTheGraphsOnceHoweverOftenItIsLoaded()
    {
        using var server = await RunningServer.ServeAsync(_data);
        (string Format, string Sample, string[] Options, int Items, int Code)[] all =
        [
            ("chatgpt", Copy("ChatGpt"), ["--user", "u"], 4, 1),
            ("claude", Copy("Claude"), ["--user", "u"], 3, 1),
            ("slack", Copy("Slack"), [], 4, 1),
            ("email", Copy("Email"), [], 3, 1),
            ("whatsapp", Copy("WhatsApp"), [], 5, 1),
            ("markdown", Path.Combine(Copy("Markdown"), "notes"), [], 5, 1),
            ("graphiti", Copy("Graphiti"), [], 2, 1),
            ("csv", Path.Combine(Copy("Tables"), "support.csv"), ["--graph", "desk", "--map", "content=Message", "--map", "created_at=Date", "--date-format", "dd.MM.yyyy HH:mm"], 3, 1),
            ("json", Path.Combine(Copy("Tables"), "feed.json"), ["--graph", "feed", "--items", "data.rows", "--map", "content=text"], 3, 1),
        ];
        foreach (var (format, sample, options, items, code) in all)
        {
            string[] load = ["load", sample, "--from", format, .. options];
            var dry = await RunAsync(server, [.. load, "--dry-run"]);
            dry.ExitCode.ShouldBe(code, dry.Output);
            var first = await RunAsync(server, load);
            first.ExitCode.ShouldBe(code, first.Output);
            first.Output.ShouldContain($"items: {items} succeeded");
            var again = await RunAsync(server, load);
            again.ExitCode.ShouldBe(code, again.Output);
            again.Output.ShouldContain($"items: 0 succeeded, {items} already loaded");
        }

        var wrong = await RunAsync(server, ["load", Copy("Slack")]);
        wrong.ExitCode.ShouldBe(2);
        wrong.Output.ShouldContain("--from slack");
        var unclear = await RunAsync(server, ["load", Copy("Slack"), "--from", "slack", "--map", "a=b"]);
        unclear.ExitCode.ShouldBe(2);
        unclear.Output.ShouldContain("--map has no meaning for --from slack");
    }

    [Trait("Category", "Long")]
    [Fact]
    public async Task Load_ProjectOfAnotherServer_IsTheSameHere()
    {
        var file = _folder["all.ndjson"];
        File.WriteAllLines(file, Lines);
        using var source = await RunningServer.ServeAsync(_data);
        (await RunAsync(source, ["load", file])).ExitCode.ShouldBe(0);
        using var other = new TemporaryDataDirectory();
        using var target = await RunningServer.ServeAsync(other);

        string[] load = ["load", source.Url, "--from", "zep", "--from-key", source.Key, "--receipt", _folder["receipt.json"]];
        var first = await RunAsync(target, load);
        first.ExitCode.ShouldBe(0, first.Output);
        JsonDocument.Parse(File.ReadAllText(_folder["receipt.json"])).RootElement.GetProperty("succeeded").GetInt64().ShouldBe(4);
        var again = await RunAsync(target, load);
        again.ExitCode.ShouldBe(0, again.Output);
        again.Output.ShouldContain("4 already loaded");
        var verified = await RunAsync(target, ["verify", file]);
        verified.ExitCode.ShouldBe(0, verified.Output);

        var noKey = await RunAsync(target, ["load", source.Url, "--from", "zep"]);
        noKey.ExitCode.ShouldBe(2);
        noKey.Output.ShouldContain("--from-key");
    }

    private static Task<(int ExitCode, string Output)> RunAsync(RunningServer server, string[] arguments) =>
        ServerProcess.RunAsync([.. arguments, "--url", server.Url, "--key", server.Key], ("ZEP_API_KEY", null));

    // The rejects are written beside the source.
    private string Copy(string format)
    {
        var from = Imported.Sample(format);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(_folder[format], Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to, overwrite: true);
        }

        return _folder[format];
    }
}
