using System.Text.Json;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.EndToEnd.Faults;

/// <summary>A backup taken in the middle of a load and restored elsewhere, where the load is run again.</summary>
[Collection(FaultCollection.Name)]
public sealed class BackupTests : IDisposable
{
    private const int Items = 12_000;
    private const int Graphs = 60;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ob-backup-");
    private readonly TemporaryDataDirectory _data = new();
    private readonly TemporaryDataDirectory _copy = new();

    public void Dispose()
    {
        _data.Dispose();
        _copy.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Restore_BackupOfTheMiddleOfALoad_TheLoadGoesOnThereAndDoublesNothing()
    {
        var file = Write();
        var backup = Path.Combine(_folder.FullName, "middle.dump");
        string key;
        using (var server = await RunningServer.ServeAsync(_data))
        {
            key = server.Key;
            using var load = ServerProcess.Start(["load", file, "--url", server.Url, "--key", key]);
            await using (var held = await HeldAdds.AtAsync(_data.ConnectionString(), Items / 4))
            {
                held.Items.ShouldBeLessThan(Items);
                await SucceedsAsync("backup", backup, "--data-dir", _data.Path);
            }

            (await load.WaitForExitAsync()).ShouldBe(0, load.Output);
            (await server.StopAsync()).ShouldBe(0);
        }

        // An existing file and an existing database are never overwritten.
        (await ServerProcess.RunAsync(["backup", backup, "--data-dir", _data.Path])).ExitCode.ShouldBe(6);
        (await ServerProcess.RunAsync(["restore", backup, "--data-dir", _data.Path])).ExitCode.ShouldBe(6);
        (await ServerProcess.RunAsync(["restore", file, "--data-dir", _copy.Path])).ExitCode.ShouldBe(2);

        var restored = await SucceedsAsync("restore", backup, "--data-dir", _copy.Path);
        restored.ShouldContain("1 project");
        using var again = await RunningServer.ServeAsync(_copy, ("BATCH_API_KEY", key));
        await SucceedsAsync("load", file, "--url", again.Url, "--key", key);
        var verified = await SucceedsAsync("verify", file, "--url", again.Url, "--key", key);
        verified.ShouldContain("0 missing, 0 different, 0 doubled");
        using var client = again.NewClient();
        var batches = JsonElement.Parse(await client.GetStringAsync("batches")).GetProperty("batches").EnumerateArray().ToArray();
        batches.Sum(b => b.GetProperty("item_count").GetInt32()).ShouldBe(Items);
        batches.Sum(b => b.GetProperty("progress").GetProperty("succeeded_items").GetInt32()).ShouldBe(Items);
    }

    private static async Task<string> SucceedsAsync(params string[] command)
    {
        var (code, output) = await ServerProcess.RunAsync(command, ("ZEP_API_KEY", null));
        code.ShouldBe(0, output);
        return output;
    }

    private string Write()
    {
        var path = Path.Combine(_folder.FullName, "items.ndjson");
        File.WriteAllLines(path, [
            .. Enumerable.Range(0, Graphs).Select(g => $$"""{"type":"graph","graph_id":"g{{g}}"}"""),
            .. Enumerable.Range(0, Items).Select(i =>
                $$"""{"type":"graph_episode","graph_id":"g{{i % Graphs}}","data":"item {{i}}","data_type":"text","created_at":"2024-03-01T09:00:00Z"}"""),
        ]);
        return path;
    }
}
