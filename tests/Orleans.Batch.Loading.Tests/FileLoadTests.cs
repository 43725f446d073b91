using System.Text.Json;
using Spectre.Console;

namespace Orleans.Batch.Loading.Tests;

/// <summary>The whole load over HTTP, against a server that fails at chosen calls.</summary>
public sealed class FileLoadTests : IAsyncLifetime, IDisposable
{
    private static readonly LoadLimits Small = new()
    {
        PageItems = 5, BatchItems = 20, UnfinishedBatches = 2, PollEvery = TimeSpan.FromMilliseconds(5), MaxWait = TimeSpan.FromSeconds(20),
    };

    private readonly TempFolder _folder = new();
    private readonly StringWriter _said = new();
    private FaultyApi _api = null!;

    public async Task InitializeAsync() => _api = await FaultyApi.StartAsync();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    public void Dispose()
    {
        _folder.Dispose();
        _said.Dispose();
    }

    [Theory]
    [InlineData("Unavailable")]
    [InlineData("AnswerLost")]
    [InlineData("InFlight")]
    public async Task Run_EveryFifthCallGoesWrong_EachItemIsInOnceAndInOrder(string trouble)
    {
        var kind = Enum.Parse<ApiFault>(trouble);
        _api.Fate = (route, call) => call % 5 == 3 && (kind != ApiFault.InFlight || route is "create" or "items" or "process") ? kind : ApiFault.None;

        (await LoadAsync(Write(93))).ShouldBe(FileCommand.AllWell, _said.ToString());

        InOrder().ShouldBe(Enumerable.Range(0, 93).Select(i => $"item {i}"));
        _api.Batches.ShouldAllBe(b => b.Status == "succeeded");
        _api.MostUnfinished.ShouldBeLessThanOrEqualTo(2);
        if (kind == ApiFault.AnswerLost)
        {
            _api.Replays.ShouldBeGreaterThan(0);
        }
    }

    [Theory]
    [InlineData(6)]
    [InlineData(9)]
    [InlineData(14)]
    [InlineData(21)]
    [InlineData(26)]
    public async Task Run_StoppedHalfWayAndRunAgain_NothingIsDoubledOrLost(int stopAt)
    {
        var file = Write(93);
        using var stop = new CancellationTokenSource();
        _api.Fate = (_, call) =>
        {
            if (call == stopAt)
            {
                stop.Cancel();
            }

            return ApiFault.None;
        };
        (await LoadAsync(file, stop: stop.Token)).ShouldBe(FileCommand.CouldNotRun);
        _said.ToString().ShouldContain("nothing is doubled");

        (await LoadAsync(file)).ShouldBe(FileCommand.AllWell, _said.ToString());
        InOrder().ShouldBe(Enumerable.Range(0, 93).Select(i => $"item {i}"));

        // A third time: it reports that everything is loaded, and leaves nothing behind.
        (await LoadAsync(file)).ShouldBe(FileCommand.AllWell);
        InOrder().Count().ShouldBe(93);
        Said.ShouldContain("0 succeeded, 93 already loaded");
        _api.Batches.ShouldAllBe(b => b.Status == "succeeded");
    }

    [Fact]
    public async Task Run_StoppedInItsLastBatch_SendsNothingOfTheBatchesBeforeAgain()
    {
        var file = Write(93);
        using var stop = new CancellationTokenSource();
        _api.Fate = (route, _) =>
        {
            if (route == "items" && _api.Batches.Count == 5)
            {
                stop.Cancel();
            }

            return ApiFault.None;
        };
        (await LoadAsync(file, stop: stop.Token)).ShouldBe(FileCommand.CouldNotRun);

        var sent = 0;
        _api.Fate = (route, _) =>
        {
            sent += route == "items" ? 1 : 0;
            return ApiFault.None;
        };
        (await LoadAsync(file)).ShouldBe(FileCommand.AllWell, _said.ToString());
        InOrder().ShouldBe(Enumerable.Range(0, 93).Select(i => $"item {i}"));
        sent.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public async Task Run_ContinuedWithOtherOptions_AsksForTheSameOnes()
    {
        var file = Write(93);
        using var stop = new CancellationTokenSource();
        _api.Fate = (route, _) =>
        {
            if (route == "items")
            {
                stop.Cancel();
            }

            return ApiFault.None;
        };
        (await LoadAsync(file, stop: stop.Token)).ShouldBe(FileCommand.CouldNotRun);
        _api.Fate = (_, _) => ApiFault.None;

        (await LoadAsync(file, extraction: new() { MaxCost = 5 })).ShouldBe(FileCommand.CouldNotRun);
        Said.ShouldContain("has begun batch 1 with other options");
        (await LoadAsync(file)).ShouldBe(FileCommand.AllWell, _said.ToString());
        InOrder().Count().ShouldBe(93);
    }

    [Fact]
    public async Task Run_UnknownField_IsWarnedOfWithItsLineAndLoadedWithout()
    {
        var file = Write(2, """{"type":"graph_episode","graph_id":"g","data":"dated","created":"2019-01-01T00:00:00Z"}""");

        (await LoadAsync(file)).ShouldBe(FileCommand.AllWell, _said.ToString());

        Said.ShouldContain("""warning the field "created" is unknown and left out of 1 line, the first is line 4; did you mean created_at?""");
        InOrder().ShouldContain("dated");
    }

    [Fact]
    public async Task DryRun_UnknownFieldAndDataThatIsNotJson_AreTold()
    {
        var file = Write(
            2,
            """{"type":"graph_episode","graph_id":"g","data":"d","createdAt":"2019-01-01T00:00:00Z"}""",
            """{"type":"graph_episode","graph_id":"g","data":"{\"seats\": ","data_type":"json"}""");

        (await DryRunAsync(file)).ShouldBe(FileCommand.SomeNotWell);

        Said.ShouldContain("""warning the field "createdAt" is unknown and left out of 1 line, the first is line 4; did you mean created_at?""");
        _said.ToString().ShouldContain("ERROR 1 line would be rejected");
        File.ReadAllText(file + ".rejects.ndjson").ShouldContain("invalid_json_data");
    }

    [Fact]
    public async Task Run_RepeatedRecordId_IsWarnedOfAndLoadedOnce()
    {
        var file = Write(
            1,
            """{"type":"graph_episode","graph_id":"g","data":"one","record_id":"r"}""",
            """{"type":"graph_episode","graph_id":"g","data":"two","record_id":"r"}""");

        (await LoadAsync(file)).ShouldBe(FileCommand.AllWell, _said.ToString());

        Said.ShouldContain("warning 1 line repeats a record_id of the same destination, the first is line 4");
        InOrder().ShouldBe(["item 0", "one"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_ServerRefusesItems_TheyAreRejectedAndTheRestOfTheirPageGoesIn(bool named)
    {
        _api.NamesItems = named;
        _api.Forbidden = "7";
        var file = Write(40, "broken");
        (await LoadAsync(file)).ShouldBe(FileCommand.SomeNotWell);

        InOrder().ShouldBe(Enumerable.Range(0, 40).Where(i => !$"{i}".Contains('7')).Select(i => $"item {i}"));
        var rejects = File.ReadAllLines(file + ".rejects.ndjson").Select(l => JsonDocument.Parse(l).RootElement).ToArray();
        rejects.Select(r => r.GetProperty("line").GetInt64()).ShouldBe([42L, 9, 19, 29, 39]);
        rejects[1].GetProperty("code").GetString().ShouldBe("forbidden");
        rejects[1].GetProperty("raw").GetString()!.ShouldContain("item 7");

        // Again: the same repeated answers, the same rejects, nothing more on the server.
        (await LoadAsync(file)).ShouldBe(FileCommand.SomeNotWell);
        InOrder().Count().ShouldBe(36);
        File.ReadAllLines(file + ".rejects.ndjson").Length.ShouldBe(5);
    }

    [Fact]
    public async Task Run_Receipt_AddsUp()
    {
        _api.Forbidden = "item 3";
        var path = _folder["receipt.json"];
        await LoadAsync(Write(50, "broken", "", "{}"), receipt: path);

        using var document = JsonDocument.Parse(File.ReadAllText(path));
        var receipt = document.RootElement;
        long Number(string name) => receipt.GetProperty(name).GetInt64();
        Number("lines_read").ShouldBe(Number("blank_lines") + Number("destination_records") + Number("accepted") + Number("rejected"));
        (Number("lines_read"), Number("blank_lines"), Number("destination_records"), Number("rejected")).ShouldBe((54, 1, 1, 13));
        Number("accepted").ShouldBe(39);
        receipt.GetProperty("batches").EnumerateArray().Sum(b => b.GetProperty("items").GetInt64()).ShouldBe(39);
        (Number("succeeded"), Number("failed"), Number("destinations_created")).ShouldBe((39, 0, 1));
        (Number("facts"), Number("entities")).ShouldBe((78, 2 * receipt.GetProperty("batches").GetArrayLength()));
        receipt.GetProperty("hint").ValueKind.ShouldBe(JsonValueKind.Null);
        _said.ToString().ShouldContain("memory: 78 facts");
    }

    [Fact]
    public async Task Run_WithoutAnyFact_ShowsTheServersHint()
    {
        _api.FactsPerItem = 0;
        var path = _folder["receipt.json"];
        await LoadAsync(Write(50), receipt: path);

        using var document = JsonDocument.Parse(File.ReadAllText(path));
        document.RootElement.GetProperty("hint").GetString().ShouldBe("No facts were found: see the manual.");
        _said.ToString().ShouldContain("No facts were found: see the manual.");
        _said.ToString().ShouldNotContain("memory:");
    }

    [Fact]
    public async Task Run_BatchesThatDoNotEnd_HoldBackTheNextOnes()
    {
        using var stop = new CancellationTokenSource();
        var polls = 0;
        _api.Ends = _ =>
        {
            if (++polls == 20)
            {
                stop.Cancel();
            }

            return false;
        };
        (await LoadAsync(Write(200), stop: stop.Token)).ShouldBe(FileCommand.CouldNotRun);
        _api.Batches.Count(b => b.Items.Count > 0).ShouldBe(2);
    }

    [Fact]
    public async Task Run_MissingDestinations_AreNamedBeforeAnyItemIsSent()
    {
        var file = Write(
            30,
            """{"type":"graph_episode","graph_id":"there-already","data":"d","data_type":"text"}""",
            """{"type":"graph_episode","graph_id":"f\u00f6rlorad","data":"d","data_type":"text"}""",
            """{"type":"graph_episode","graph_id":"f\u00f6rlorad","data":"d","data_type":"text"}""");
        (await LoadAsync(file)).ShouldBe(FileCommand.CouldNotRun);
        _said.ToString().ShouldContain("1 destinations");
        _said.ToString().ShouldContain("graph förlorad (line 33)");
        _api.Batches.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_NoServer_SaysSoSoon()
    {
        var url = _api.Url;
        await _api.DisposeAsync();
        (await LoadAsync(Write(3), url: url)).ShouldBe(FileCommand.CouldNotRun);
        _said.ToString().ShouldContain("cannot be reached");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_ServerFullForLongerThanThePatience_WaitsOnlyWhereToldTo(bool pause)
    {
        var full = 0;
        _api.Fate = (route, _) => route == "items" && full++ is >= 1 and < 6 ? ApiFault.Unavailable : ApiFault.None;
        var limits = Small with { MaxWait = TimeSpan.FromMilliseconds(300) };

        (await LoadAsync(Write(30), limits: limits, pause: pause)).ShouldBe(pause ? FileCommand.AllWell : FileCommand.CouldNotRun);

        _said.ToString().ShouldContain(pause ? "paused: the server answers 503: restarting" : "stayed unavailable: restarting");
        InOrder().Count().ShouldBe(pause ? 30 : 5);
    }

    [Fact]
    public async Task DryRun_FileWithProblems_NamesThemAndSendsNothing()
    {
        var file = Write(
            3,
            """{"type":"graph_episode","graph_id":"there","data":"d","data_type":"text","created_at":"2024-03-02T00:00:00Z"}""",
            """{"type":"graph_episode","graph_id":"there","data":"d","data_type":"text","created_at":"2024-03-01T00:00:00Z"}""",
            """{"type":"graph_episode","graph_id":"lost","data":"d","data_type":"text"}""",
            "broken");

        (await DryRunAsync(file)).ShouldBe(FileCommand.SomeNotWell);

        var said = _said.ToString();
        said.ShouldContain("8 lines: 6 items");
        said.ShouldContain("ERROR 1 line would be rejected");
        said.ShouldContain("graph lost: 1 item, the first on line 7");
        said.ShouldContain("graph g: 3 items, the first on line 2");
        said.ShouldContain("graph there: 1 item, the first on line 6");
        _api.Batches.ShouldBeEmpty();
        _api.Destinations.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DryRun_NothingWrong_SaysHowLongAndEndsWell(bool terminal)
    {
        var file = Write(30);
        (await DryRunAsync(file, terminal: terminal)).ShouldBe(FileCommand.AllWell, _said.ToString());
        _said.ToString().ShouldContain("an assumption");
        _said.ToString().ShouldContain("Every line would be accepted.");
    }

    [Fact]
    public async Task DryRun_NoServer_SaysWhatTheFileTellsAllTheSame()
    {
        var file = Write(3);
        var url = _api.Url;
        await _api.DisposeAsync();
        (await DryRunAsync(file, url)).ShouldBe(FileCommand.CouldNotRun);
        _said.ToString().ShouldContain("3 items");
        _said.ToString().ShouldContain("could not be asked");
    }

    // Lines are broken at 80 columns.
    private string Said => string.Join(' ', _said.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private IEnumerable<string> InOrder() => _api.Batches
        .OrderBy(b => JsonDocument.Parse(b.Metadata).RootElement.GetProperty("part").GetInt32()).SelectMany(b => b.Items);

    private Task<int> LoadAsync(
        string file, string? receipt = null, Uri? url = null, LoadLimits? limits = null, bool pause = false,
        LoadExtraction? extraction = null, CancellationToken stop = default) =>
        new FileLoad(Console(), TimeProvider.System, limits ?? Small).RunAsync(
            new(file, new(url ?? _api.Url, "key"), receipt, pause) { Extraction = extraction ?? new() }, stop);

    private Task<int> DryRunAsync(string file, Uri? url = null, bool terminal = false) =>
        new DryRun(Console(terminal), TimeProvider.System, Small).RunAsync(new(file, new(url ?? _api.Url, "key")), default);

    private IAnsiConsole Console(bool terminal = false) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(_said),
        Ansi = terminal ? AnsiSupport.Yes : AnsiSupport.No,
        Interactive = terminal ? InteractionSupport.Yes : InteractionSupport.No,
    });

    private string Write(int items, params string[] more)
    {
        var path = _folder[$"items-{items}.ndjson"];
        File.WriteAllLines(path, [
            """{"type":"graph","graph_id":"g"}""",
            .. Enumerable.Range(0, items).Select(i => $$"""{"type":"graph_episode","graph_id":"g","data":"item {{i}}","data_type":"text"}"""),
            .. more,
        ]);
        return path;
    }
}
