using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.TestKit.PostgreSql;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Changelogs;

/// <summary>Real input through the real loader: every entry is in its graph, in order, once, even if processes are killed meanwhile.</summary>
[Trait("Category", "Long")]
public sealed class ChangelogLoadTests(ChangelogFile file, ITestOutputHelper output) : IClassFixture<ChangelogFile>, IDisposable
{
    // With fewer items, a few calls carry all of them.
    private const int EnoughToInterrupt = 5_000;

    private readonly TemporaryDataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [ChangelogFact]
    public async Task Load_TwiceInARow_EveryEntryIsInItsGraphInOrderOnce()
    {
        using var server = await RunningServer.ServeAsync(_data);

        for (var run = 0; run < 2; run++)
        {
            using var loader = Load(server);
            (await loader.WaitForExitAsync()).ShouldBe(0, loader.Output);
            output.WriteLine(loader.Output);
        }

        await AllShouldBeInAsync(server);
    }

    [ChangelogFact]
    public async Task Load_LoaderKilledHalfWayAndRunAgain_TheSame()
    {
        using var server = await RunningServer.ServeAsync(_data);
        using (var first = Load(server))
        {
            await using var held = await HeldAdds.AtAsync(_data.ConnectionString(), file.Entries / 2);
            first.Signal("KILL");
            await first.WaitForExitAsync();
            ShouldBeInTheMiddle(held);
        }

        using var second = Load(server);

        (await second.WaitForExitAsync()).ShouldBe(0, second.Output);
        await AllShouldBeInAsync(server);
    }

    [ChangelogFact]
    public async Task Load_ServerKilledHalfWay_TheLoaderWaitsForTheNextOne()
    {
        using var first = await RunningServer.ServeAsync(_data);
        using var loader = Load(first);
        await using (var held = await HeldAdds.AtAsync(_data.ConnectionString(), file.Entries / 2))
        {
            await first.KillAsync();
            ShouldBeInTheMiddle(held);
        }

        using var second = await RunningServer.ServeAsync(_data, first.Port);

        (await loader.WaitForExitAsync()).ShouldBe(0, loader.Output);
        await AllShouldBeInAsync(second);
    }

    private ServerProcess Load(RunningServer server) =>
        ServerProcess.Start(["load", file.Path, "--url", server.Url, "--key", server.Key]);

    private void ShouldBeInTheMiddle(HeldAdds held)
    {
        output.WriteLine($"killed after {held.Items} of {file.Entries} entries");
        held.Items.ShouldBeLessThan(file.Entries < EnoughToInterrupt ? int.MaxValue : file.Entries);
    }

    private static async Task<int> AddedAsync(HttpClient api)
    {
        var page = await api.GetFromJsonAsync<JsonElement>("batches?limit=1000");
        return page.GetProperty("batches").EnumerateArray().Sum(b => b.GetProperty("item_count").GetInt32());
    }

    private async Task AllShouldBeInAsync(RunningServer server)
    {
        using var api = server.NewClient();
        (await AddedAsync(api)).ShouldBe(file.Entries);

        var graphs = await ReadGraphsAsync();
        graphs.Keys.ShouldBe(file.Expected.Keys);
        foreach (var (package, entries) in file.Expected)
        {
            graphs[package].ShouldBe(entries, package);
        }

        output.WriteLine($"{file.Entries} entries in {graphs.Count} graphs");
    }

    /// <summary>For each graph, the SHA-256 of every episode's content by its number in the graph.</summary>
    private async Task<SortedDictionary<string, string[]>> ReadGraphsAsync()
    {
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(_data.ConnectionString()) { SearchPath = Database.SchemaName, Pooling = false });
        await using var command = source.CreateCommand(
            """
            SELECT g.graph_id, array_agg(encode(sha256(convert_to(d.content, 'UTF8')), 'hex') ORDER BY e.number)
            FROM graph g JOIN graph_episode e USING (graph_key) JOIN episode_data d USING (episode_uuid)
            GROUP BY g.graph_id
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var graphs = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        while (await reader.ReadAsync())
        {
            graphs.Add(reader.GetString(0), reader.GetFieldValue<string[]>(1));
        }

        return graphs;
    }
}
