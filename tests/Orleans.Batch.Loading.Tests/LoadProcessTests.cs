using System.Globalization;
using System.Text.Json;
using Npgsql;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Loading.Tests;

/// <summary>The real loader against the real server, both killed during their work.</summary>
public sealed class LoadProcessTests : IDisposable
{
    private const int Items = 60_000;
    private const int Graphs = 600;
    private const int KillAt = 10_000;

    private readonly TemporaryDataDirectory _data = new();
    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
        _data.Dispose();
    }

    [Trait("Category", "Long")]
    [Fact]
    public async Task Load_KilledHalfWayAndRunAgain_EveryItemIsInItsGraphOnceAndInOrder()
    {
        var file = Write();
        using var server = await RunningServer.ServeAsync(_data);
        using (var killed = Load(server.Url, file))
        {
            await using var held = await HeldAdds.AtAsync(_data.ConnectionString(), KillAt);
            killed.Signal("KILL");
            (await killed.WaitForExitAsync()).ShouldNotBe(0, "the loader was through before it could be killed");
        }

        using var again = Load(server.Url, file);
        (await EndOfAsync(again)).ShouldBe(0, again.Output);
        again.Output.ShouldContain("begun earlier");
        await EverythingIsInAsync(server.Url);
    }

    [Trait("Category", "Long")]
    [Fact]
    public async Task Load_ServerKilledAndStartedAgain_WaitsAndGoesOn()
    {
        var file = Write();
        string url;
        ServerProcess load;
        using (var server = await RunningServer.ServeAsync(_data))
        {
            url = server.Url;
            load = Load(url, file);
            await using var held = await HeldAdds.AtAsync(_data.ConnectionString(), KillAt);
            await server.KillAsync();
        }

        using (load)
        {
            using var restarted = await RunningServer.ServeAsync(_data, new Uri(url).Port);
            (await EndOfAsync(load)).ShouldBe(0, load.Output);
            load.Output.ShouldContain("waiting: ");
            await EverythingIsInAsync(url);
        }
    }

    private ServerProcess Load(string url, string file) =>
        ServerProcess.Start(["load", file, "--url", url, "--data-dir", _data.Path], ("ZEP_API_KEY", null));

    // The time of so many items depends on the machine: the next ten thousand must arrive in time.
    private async Task<int> EndOfAsync(ServerProcess load)
    {
        await using var database = NpgsqlDataSource.Create(_data.ConnectionString());
        for (var some = KillAt; some <= Items; some += KillAt)
        {
            await Eventually.TrueAsync(async () =>
            {
                await using var ended = database.CreateCommand("SELECT coalesce(sum(succeeded), 0)::bigint FROM orleans_batch.batch_progress");
                return load.HasExited || (long)(await ended.ExecuteScalarAsync())! >= some;
            });
        }

        return await load.WaitForExitAsync();
    }

    /// <summary>All items have one date, so the server lists a graph's episodes in the order of their arrival.</summary>
    private string Write()
    {
        var path = _folder["items.ndjson"];
        File.WriteAllLines(path, [
            .. Enumerable.Range(0, Graphs).Select(g => $$"""{"type":"graph","graph_id":"graph {{g}}/ö"}"""),
            .. Enumerable.Range(0, Items).Select(i =>
                $$"""{"type":"graph_episode","graph_id":"graph {{i % Graphs}}/ö","data":"{{i}}","data_type":"text","created_at":"2024-03-01T09:00:00Z"}"""),
        ]);
        return path;
    }

    private async Task EverythingIsInAsync(string url)
    {
        for (var g = 0; g < Graphs; g++)
        {
            var answer = await GetAsync(url, $"graph/episodes/graph/{Uri.EscapeDataString($"graph {g}/ö")}?lastn=100");
            var found = answer.GetProperty("episodes").EnumerateArray()
                .Select(e => int.Parse(e.GetProperty("content").GetString()!, CultureInfo.InvariantCulture)).Reverse();
            found.ShouldBe(Enumerable.Range(0, Items / Graphs).Select(n => g + (n * Graphs)));
        }

        var batches = (await GetAsync(url, "batches")).GetProperty("batches").EnumerateArray().ToArray();
        batches.Select(b => b.GetProperty("item_count").GetInt64()).ShouldBe([10_000L, 50_000]);
        batches.ShouldAllBe(b => b.GetProperty("status").GetString() == "succeeded");
    }

    private async Task<JsonElement> GetAsync(string url, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{url}/api/v2/{path}");
        request.Headers.Authorization = new("Api-Key", (await File.ReadAllTextAsync(_data.In("secrets", "api-key"))).Trim());
        using var response = await _http.SendAsync(request);
        using var body = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        response.IsSuccessStatusCode.ShouldBeTrue(body.RootElement.ToString());
        return body.RootElement.Clone();
    }
}
