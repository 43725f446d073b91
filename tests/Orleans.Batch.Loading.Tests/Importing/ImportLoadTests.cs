using System.Text.Json;
using Spectre.Console;

namespace Orleans.Batch.Loading.Tests.Importing;

/// <summary>Whole imports over HTTP: dry run, load, interruption, a later export, receipt, rejects.</summary>
public sealed class ImportLoadTests : IAsyncLifetime, IDisposable
{
    private static readonly ImportSettings ForUser = new("chatgpt") { User = "u-1" };
    private static readonly LoadLimits Small = new()
    {
        PageItems = 5, BatchItems = 20, PollEvery = TimeSpan.FromMilliseconds(5), MaxWait = TimeSpan.FromSeconds(20),
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

    [Fact]
    public async Task Load_InterruptedThenAgainThenALaterExport_LoadsEachMessageOnce()
    {
        var file = Write(Enumerable.Range(0, 60));
        using var stop = new CancellationTokenSource();
        _api.Fate = (_, call) =>
        {
            if (call == 14)
            {
                stop.Cancel();
            }

            return ApiFault.None;
        };
        (await LoadAsync(file, stop: stop.Token)).ShouldBe(FileCommand.CouldNotRun);
        _api.Fate = (_, _) => ApiFault.None;

        (await LoadAsync(file)).ShouldBe(FileCommand.AllWell, _said.ToString());
        _api.Batches.SelectMany(b => b.Items).Count().ShouldBe(60);

        // The next month: more conversations, the newest first, and the others in another order.
        (await LoadAsync(Write(Enumerable.Range(0, 70).Reverse()))).ShouldBe(FileCommand.AllWell, _said.ToString());
        Said.ShouldContain("60 already loaded");
        _api.Batches.SelectMany(b => b.Items).Order().ShouldBe(Enumerable.Range(0, 70).Select(i => $"message {i}").Order());
    }

    [Fact]
    public async Task Load_SampleWithDamagedParts_NamesTheirPlaces()
    {
        var file = _folder["conversations.json"];
        File.Copy(Imported.Sample("ChatGpt", "conversations.json"), file);
        _api.Forbidden = "Lisbon with Mara";

        (await LoadAsync(file, _folder["receipt.json"])).ShouldBe(FileCommand.SomeNotWell);

        Said.ShouldContain("conversations.json, conversation 3: It is no conversation of ChatGPT");
        Said.ShouldContain("left out: 1 hidden messages, 1 images, files and recordings");
        var rejects = File.ReadAllLines(file + ".rejects.ndjson").Select(l => JsonDocument.Parse(l).RootElement).ToArray();
        rejects.Select(r => r.GetProperty("place").GetString()).ShouldContain("conversations.json, conversation 1, message 2");
        rejects.Length.ShouldBe(3);
        var receipt = JsonDocument.Parse(await File.ReadAllTextAsync(_folder["receipt.json"])).RootElement;
        receipt.GetProperty("rejected").GetInt64().ShouldBe(3);
        receipt.GetProperty("accepted").GetInt64().ShouldBe(3);
        receipt.GetProperty("left_out").GetProperty("tool messages").GetInt64().ShouldBe(1);
        receipt.GetProperty("lines_read").GetInt64().ShouldBe(
            receipt.GetProperty("accepted").GetInt64() + receipt.GetProperty("rejected").GetInt64() + receipt.GetProperty("destination_records").GetInt64());
    }

    [Fact]
    public async Task DryRun_Sample_SendsNothingAndTellsWhatIsRejected()
    {
        var file = _folder["conversations.json"];
        File.Copy(Imported.Sample("ChatGpt", "conversations.json"), file);
        (await DryRunAsync(file)).ShouldBe(FileCommand.SomeNotWell);
        Said.ShouldContain("9 records: 4 items");
        Said.ShouldContain("ERROR 2 records would be rejected");
        Said.ShouldContain("conversations.json, conversation 4:");
        _api.Batches.ShouldBeEmpty();
    }

    [Fact]
    public async Task Load_SourceThatBreaksOff_SendsNothing()
    {
        var file = Write(Enumerable.Range(0, 60));
        var text = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, text[..(text.Length / 2)]);
        (await LoadAsync(file)).ShouldBe(FileCommand.CouldNotRun);
        Said.ShouldContain("breaks off after element");
        _api.Calls.ShouldBe(0);
    }

    private string Said => string.Join(' ', _said.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private Task<int> LoadAsync(string file, string? receipt = null, CancellationToken stop = default) =>
        new FileLoad(Console(), TimeProvider.System, Small).RunAsync(new(file, new(_api.Url, "key"), receipt) { Import = ForUser }, stop);

    private Task<int> DryRunAsync(string file) =>
        new DryRun(Console(), TimeProvider.System, Small).RunAsync(new(file, new(_api.Url, "key")) { Import = ForUser }, default);

    private IAnsiConsole Console() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(_said), Ansi = AnsiSupport.No, Interactive = InteractionSupport.No,
    });

    private string Write(IEnumerable<int> messages)
    {
        var path = _folder["conversations.json"];
        File.WriteAllText(path, "[" + string.Join(",\n", messages.Select(i => """
            {"id":"cNR","create_time":17000NR,"current_node":"n","mapping":{"n":{"message":{"id":"mNR","author":{"role":"user"},
             "content":{"content_type":"text","parts":["message NR"]}}}}}
            """.Replace("NR", $"{i}", StringComparison.Ordinal))) + "]");
        return path;
    }
}
