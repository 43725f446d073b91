using System.Text.Json;

namespace Orleans.Batch.Loading.Tests;

/// <summary>Export, load and verify as processes, against the real server.</summary>
public sealed class VerifyProcessTests : IDisposable
{
    private static readonly string[] Lines =
    [
        """{"type":"graph","graph_id":"g","name":"Graph one"}""",
        """{"type":"user","user_id":"u/ö","first_name":"Avery","metadata":{"b":1,"a":[1,2]}}""",
        """{"type":"thread","thread_id":"t","user_id":"u/ö"}""",
        """{"type":"graph_episode","graph_id":"g","data":"first","data_type":"text","created_at":"2024-03-01T09:00:00.1234567+01:00"}""",
        """{"type":"graph_episode","graph_id":"g","data":"twice","data_type":"text","created_at":"2024-03-02T09:00:00Z"}""",
        """{"type":"graph_episode","graph_id":"g","data":"twice","data_type":"text","created_at":"2024-03-02T09:00:00Z"}""",
        """{"type":"graph_episode","graph_id":"g","data":"{\"id\":\"x\"}","data_type":"json","metadata":{"n":1.50,"s":"\u00e9"},"document_id":"d","source_description":"crm"}""",
        """{"type":"graph_episode","user_id":"u/ö","data":"note","data_type":"text","created_at":"2024-03-03T09:00:00Z"}""",
        """{"type":"thread_message","thread_id":"t","role":"user","name":"Avery","content":"Hi","created_at":"2024-03-04T09:00:00Z","metadata":{"k":true}}""",
        """{"type":"thread_message","thread_id":"t","role":"assistant","content":"Hello","created_at":"2024-03-04T09:00:01Z"}""",
    ];

    private readonly TemporaryDataDirectory _data = new();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Verify_FileAgainstWhatIsThere_TellsWhatIsMissingDifferentAndDoubled()
    {
        using var server = await RunningServer.ServeAsync(_data);
        (await RunAsync(server, "load", Write("loaded", Lines))).ExitCode.ShouldBe(0);
        var same = await RunAsync(server, "verify", Write("loaded", Lines));
        same.ExitCode.ShouldBe(0, same.Output);

        // Line by line: the content of the file now, and the expected report.
        string[] changed = [.. Lines];
        changed[0] = Lines[0].Replace("one", "two", StringComparison.Ordinal);
        changed[3] = Lines[3].Replace(".1234567+01:00", ".12345+01:00", StringComparison.Ordinal);
        changed[6] = Lines[6].Replace("1.50", "1.5", StringComparison.Ordinal);
        changed[7] = Lines[7].Replace("note", "another note", StringComparison.Ordinal);
        changed[8] = Lines[8].Replace("Avery", "Robin", StringComparison.Ordinal).Replace("\"user\"", "\"system\"", StringComparison.Ordinal);
        changed[9] = Lines[9].Replace("Hello", "Good bye", StringComparison.Ordinal).Replace("09:00:01", "10:00:01", StringComparison.Ordinal);
        var file = Write("changed", [.. changed, """{"type":"graph_episode","graph_id":"nowhere","data":"x","data_type":"text"}"""]);
        var verified = await RunAsync(server, "verify", file);
        verified.ExitCode.ShouldBe(1, verified.Output);
        Differences(file).ShouldBe([
            (1, "different", "name"), (4, "different", "created_at"), (7, "different", "metadata"), (8, "different", "data"),
            (9, "different", "role, name"), (10, "missing", ""), (11, "missing", ""),
        ]);

        // Once more as other records: everything is stored twice.
        string[] others = [.. Lines.Select((l, i) => l.Contains("\"created_at\"", StringComparison.Ordinal) || l.Contains("\"data\"", StringComparison.Ordinal) ? $$"""{"record_id":"other {{i}}",{{l[1..]}}""" : l)];
        (await RunAsync(server, "load", Write("again", others))).ExitCode.ShouldBe(0);
        file = Write("loaded", Lines);
        verified = await RunAsync(server, "verify", file);
        verified.ExitCode.ShouldBe(1, verified.Output);
        verified.Output.ShouldContain("0 missing, 0 different, 7 doubled");
        Differences(file).Select(d => d.Line).ShouldBe([4, 5, 5, 7, 8, 9, 10]);
    }

    [Trait("Category", "Long")]
    [Fact]
    public async Task Export_OfAProject_LoadsElsewhereAndIsTheSame()
    {
        var all = _folder["all.ndjson.gz"];
        var one = _folder["one.ndjson"];
        using (var server = await RunningServer.ServeAsync(_data))
        {
            (await RunAsync(server, "load", Write("loaded", Lines))).ExitCode.ShouldBe(0);
            var exported = await RunAsync(server, "export", all);
            exported.ExitCode.ShouldBe(0, exported.Output);
            exported.Output.ShouldContain("1 graphs, 1 users, 1 threads, 7 items");
            (await RunAsync(server, "export", all)).ExitCode.ShouldBe(2, "a file is never overwritten");
            (await RunAsync(server, "export", one, "--user", "u/ö")).ExitCode.ShouldBe(0);
            File.ReadLines(one).Count().ShouldBe(5);
            (await RunAsync(server, "export", _folder["none"], "--graph", "nowhere")).ExitCode.ShouldBe(2);
            File.Exists(_folder["none"]).ShouldBeFalse();
            File.Exists(_folder["none.partial"]).ShouldBeFalse();
        }

        using var other = new TemporaryDataDirectory();
        using var copy = await RunningServer.ServeAsync(other);
        (await RunAsync(copy, "load", all)).ExitCode.ShouldBe(0);
        foreach (var file in (string[])[all, one, Write("loaded", Lines)])
        {
            var verified = await RunAsync(copy, "verify", file);
            verified.ExitCode.ShouldBe(0, verified.Output);
        }
    }

    private static (long Line, string Code, string Fields)[] Differences(string file) =>
    [
        .. File.ReadLines(file + ".differences.ndjson").Select(l => JsonDocument.Parse(l).RootElement)
            .Select(d => (d.GetProperty("line").GetInt64(), d.GetProperty("code").GetString()!, d.GetProperty("field").GetString()!)).Order(),
    ];

    private static Task<(int ExitCode, string Output)> RunAsync(RunningServer server, string command, string file, params string[] more) =>
        ServerProcess.RunAsync([command, file, "--url", server.Url, "--key", server.Key, .. more], ("ZEP_API_KEY", null));

    private string Write(string name, string[] lines)
    {
        var path = _folder[name + ".ndjson"];
        File.WriteAllLines(path, lines);
        return path;
    }
}
