using System.Net.Http.Json;
using System.Text.Json;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Loading.Tests;

/// <summary>What a load is on the server: one import with its name, its batches and one end.</summary>
public sealed class LoadedImportTests(ReloadTests.Server server) : IClassFixture<ReloadTests.Server>, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _graph = $"graph {Guid.NewGuid():N}";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Load_AndAgain_IsOneImportUnderItsName()
    {
        var name = $"history {Guid.NewGuid():N}";
        var file = Write("notes", Lines(700));
        var first = await LoadAsync(file, "--name", name);
        first.ExitCode.ShouldBe(0, first.Output);

        var import = (await ImportsAsync(name)).ShouldHaveSingleItem();
        first.Output.ShouldContain($"import: {import.GetProperty("import_id").GetString()}");
        import.GetProperty("status").GetString().ShouldBe("succeeded");
        var progress = import.GetProperty("progress");
        (progress.GetProperty("total_items").GetInt64(), progress.GetProperty("succeeded_items").GetInt64()).ShouldBe((700, 700));
        progress.GetProperty("percent_complete").GetDouble().ShouldBe(100);

        var again = await LoadAsync(file, "--name", name);

        again.Output.ShouldContain("0 succeeded, 700 already loaded");
        again.Output.ShouldNotContain("import:");
        (await ImportsAsync(name)).ShouldHaveSingleItem();

        // What is new is an import of its own, of these items alone.
        var more = await LoadAsync(Write("notes", Lines(703)), "--name", name);
        more.ExitCode.ShouldBe(0, more.Output);
        (await ImportsAsync(name)).Select(i => i.GetProperty("expected_items").GetInt64()).ShouldBe([3, 700]);
    }

    [Fact]
    public async Task Load_KilledAndGoneOnUnderAnotherName_IsOneImport()
    {
        var file = Write("notes", Lines(9_000));
        var before = await server.ItemsAsync();
        using (var killed = server.Load(file))
        {
            await using var held = await HeldAdds.AtAsync(server.Database, before + 2_000);
            killed.Signal("KILL");
            (await killed.WaitForExitAsync()).ShouldNotBe(0, "the loader was through before it could be killed");
        }

        var renamed = _folder[$"renamed {_graph}"];
        File.Move(file, renamed);
        var again = await LoadAsync(renamed);

        again.ExitCode.ShouldBe(0, again.Output);
        var import = (await ImportsAsync(Path.GetFileName(renamed))).ShouldHaveSingleItem();
        import.GetProperty("status").GetString().ShouldBe("succeeded");
        import.GetProperty("progress").GetProperty("succeeded_items").GetInt64().ShouldBe(9_000);
    }

    [Fact]
    public async Task Load_WhoseImportWasCanceled_NamesTheDraftLeftBehindAndBeginsAnew()
    {
        var name = $"canceled {Guid.NewGuid():N}";
        var file = Write("notes", Lines(9_000));
        var before = await server.ItemsAsync();
        using (var killed = server.Load(file, "--name", name))
        {
            await using var held = await HeldAdds.AtAsync(server.Database, before + 2_000);
            killed.Signal("KILL");
            (await killed.WaitForExitAsync()).ShouldNotBe(0, "the loader was through before it could be killed");
        }

        var import = (await ImportsAsync(name)).ShouldHaveSingleItem().GetProperty("import_id").GetString();
        using (var canceled = await server.Api.PostAsync(new Uri($"imports/{import}/cancel", UriKind.Relative), null))
        {
            canceled.IsSuccessStatusCode.ShouldBeTrue(await canceled.Content.ReadAsStringAsync());
        }

        var again = await LoadAsync(file, "--name", name);

        again.ExitCode.ShouldBe(1, again.Output);
        again.Output.ShouldContain($"import {import} was canceled");
        var draft = (await server.Api.GetFromJsonAsync<JsonElement>(new Uri("batches?status=draft&limit=1000", UriKind.Relative)))
            .GetProperty("batches").EnumerateArray().Single(b => b.GetProperty("item_count").GetInt64() > 0).GetProperty("batch_id").GetString();
        again.Output.ShouldContain(draft!);
        using (var deleted = await server.Api.DeleteAsync(new Uri($"batches/{draft}", UriKind.Relative)))
        {
            deleted.IsSuccessStatusCode.ShouldBeTrue();
        }

        (await LoadAsync(file, "--name", name)).ExitCode.ShouldBe(0);
        (await ImportsAsync(name)).Select(i => i.GetProperty("status").GetString()).ShouldBe(["succeeded", "succeeded", "canceled"]);
        (await ImportsAsync(name)).Sum(i => i.GetProperty("progress").GetProperty("succeeded_items").GetInt64()).ShouldBe(9_000);
    }

    [Fact]
    public async Task Load_UndoneAndLoadedAgain_IsThereOnce()
    {
        var name = $"undone {Guid.NewGuid():N}";
        var file = Write("notes", [.. Lines(1_200), $$"""{"type":"user","user_id":"{{_graph}}"}"""]);
        (await LoadAsync(file, "--name", name)).ExitCode.ShouldBe(0);
        var import = (await ImportsAsync(name)).Single().GetProperty("import_id").GetString()!;

        var counted = await server.RunAsync("undo", import);
        counted.ExitCode.ShouldBe(0, counted.Output);
        counted.Output.ShouldContain("Its items are 1,200 episodes in 1 graph.");
        counted.Output.ShouldContain("It created 1 user, 1 graph and 0 threads");
        counted.Output.ShouldContain("Nothing was removed.");
        (await ImportsAsync(name)).Single().GetProperty("status").GetString().ShouldBe("succeeded");

        var undone = await server.RunAsync("undo", import, "--yes");
        undone.ExitCode.ShouldBe(0, undone.Output);
        undone.Output.ShouldContain("Undone: removed 1,200 episodes, 1 user, 1 graph and 0 threads.");
        (await ImportsAsync(name)).Single().GetProperty("status").GetString().ShouldBe("undone");
        using (var gone = await server.Api.GetAsync(new Uri($"graph/{Uri.EscapeDataString(_graph)}", UriKind.Relative)))
        {
            gone.StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        }

        var again = await LoadAsync(file, "--name", name);
        again.ExitCode.ShouldBe(0, again.Output);
        again.Output.ShouldContain("1,200 succeeded");
        (await ImportsAsync(name)).Select(i => i.GetProperty("status").GetString()).ShouldBe(["succeeded", "undone"]);
        var missing = await server.RunAsync("undo", Guid.NewGuid().ToString());
        (missing.ExitCode, missing.Output.Contains("imports lists them", StringComparison.Ordinal)).ShouldBe((2, true), missing.Output);
    }

    [Fact]
    public async Task Load_WithQuietHours_WaitsForTheirEnd()
    {
        var name = $"quiet {Guid.NewGuid():N}";
        var now = DateTime.UtcNow;
        using var load = server.Load(
            Write("notes", Lines(20)), "--name", name, "--quiet-hours", $"{now.AddHours(-1):HH:mm}-{now.AddHours(2):HH:mm} UTC");
        await Eventually.TrueAsync(async () => (await ImportsAsync(name)) is [var i] && i.GetProperty("parts").GetProperty("processing").GetInt32()
            + i.GetProperty("parts").GetProperty("queued").GetInt32() == 1);

        var import = (await ImportsAsync(name)).Single();
        import.GetProperty("progress").GetProperty("succeeded_items").GetInt64().ShouldBe(0);
        (import.GetProperty("quiet_until").GetDateTime() - now).TotalHours.ShouldBeInRange(1.9, 2.1);
        await Eventually.TrueAsync(() => Task.FromResult(load.Output.Contains("waits for the end of the import's quiet hours, at", StringComparison.Ordinal)));
        using (var resumed = await server.Api.PostAsync(new Uri($"imports/{import.GetProperty("import_id").GetString()}/resume", UriKind.Relative), null))
        {
            resumed.IsSuccessStatusCode.ShouldBeTrue();
        }

        (await load.WaitForExitAsync()).ShouldBe(0, load.Output);
        load.Output.ShouldContain("20 succeeded");
    }

    [Theory]
    [InlineData("8-18", "is not two different times such as 08:00-18:00")]
    [InlineData("08:00-08:00", "is not two different times")]
    [InlineData("", "is not two different times")]
    [InlineData("08:00-18:00 Mars/Olympus", "there is no time zone \"Mars/Olympus\"")]
    public async Task Load_WithBadQuietHours_SaysWhatIsExpected(string hours, string message)
    {
        var refused = await LoadAsync(Write("notes", Lines(1)), "--quiet-hours", hours);

        (refused.ExitCode, refused.Output.Contains(message, StringComparison.Ordinal)).ShouldBe((2, true), refused.Output);
    }

    private string[] Lines(int items) =>
    [
        $$"""{"type":"graph","graph_id":"{{_graph}}"}""",
        .. Enumerable.Range(0, items).Select(i =>
            $$"""{"type":"graph_episode","graph_id":"{{_graph}}","data":"note {{i}}","data_type":"text","created_at":"2024-03-01T09:00:00Z"}"""),
    ];

    private async Task<(int ExitCode, string Output)> LoadAsync(string file, params string[] options)
    {
        using var load = server.Load(file, options);
        return (await load.WaitForExitAsync(), load.Output);
    }

    private string Write(string name, string[] lines)
    {
        File.WriteAllLines(_folder[name], lines);
        return _folder[name];
    }

    private async Task<JsonElement[]> ImportsAsync(string name) =>
        [.. (await server.Api.GetFromJsonAsync<JsonElement>(new Uri("imports?limit=100", UriKind.Relative)))
            .GetProperty("imports").EnumerateArray().Where(i => i.GetProperty("name").GetString() == name)];
}
