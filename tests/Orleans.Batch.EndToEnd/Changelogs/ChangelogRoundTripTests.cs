using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Changelogs;

/// <summary>Real input exported from one server and loaded into another: both hold the same.</summary>
[Trait("Category", "Long")]
public sealed class ChangelogRoundTripTests(ITestOutputHelper output) : IDisposable
{
    private const int Most = 2_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ob-round-trip-");
    private readonly TemporaryDataDirectory _from = new();
    private readonly TemporaryDataDirectory _to = new();

    public void Dispose()
    {
        _from.Dispose();
        _to.Dispose();
        _folder.Delete(recursive: true);
    }

    [ChangelogFact]
    public async Task Export_LoadedIntoAFreshServer_VerifiesWithoutADifference()
    {
        using var file = new ChangelogFile(Most);
        var export = Path.Combine(_folder.FullName, "export.ndjson.gz");
        using (var server = await RunningServer.ServeAsync(_from))
        {
            await RunAsync(server, "load", file.Path);
            await RunAsync(server, "verify", file.Path);
            await RunAsync(server, "export", export);
        }

        using var fresh = await RunningServer.ServeAsync(_to);
        await RunAsync(fresh, "load", export);
        (await RunAsync(fresh, "verify", export)).ShouldContain("0 missing, 0 different, 0 doubled");
        (await RunAsync(fresh, "verify", file.Path)).ShouldContain("0 missing, 0 different, 0 doubled");
    }

    private async Task<string> RunAsync(RunningServer server, string command, string file)
    {
        var (code, said) = await ServerProcess.RunAsync([command, file, "--url", server.Url, "--key", server.Key], ("ZEP_API_KEY", null));
        output.WriteLine(said);
        code.ShouldBe(0, said);
        return said;
    }
}
