using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Orleans.Batch.Server.Tests;

/// <summary>The limit of open files: too low at the start, and reached while the server runs.</summary>
public sealed class OpenFilesTests : IDisposable
{
    private readonly TemporaryDataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData(100)]
    [InlineData(300)]
    [InlineData(639)]
    public async Task Start_LimitTooLow_SaysWhatIsNeededAndTouchesNothing(int openFiles)
    {
        using var server = ServerProcess.StartWithOpenFiles(openFiles, ["--data-dir", _data.Path, "--urls", "http://127.0.0.1:0"], null);

        (await server.WaitForExitAsync()).ShouldBe(2, server.Output);

        server.Output.ShouldContain($"The limit of open files is {openFiles}, and at least 640 are needed.");
        server.Output.ShouldContain("ulimit -n 65536");
        server.Output.ShouldNotContain("   at ", Case.Sensitive, "a message, no stack");
        Directory.Exists(_data.Path).ShouldBeFalse();
    }

    [Fact]
    public async Task Start_ReserveLeavesNothingForConnections_IsRefused()
    {
        using var server = ServerProcess.StartWithOpenFiles(
            1_024, ["--data-dir", _data.Path, "--urls", "http://127.0.0.1:0"], null, ("Gateway__ReservedFiles", "1000"));

        (await server.WaitForExitAsync()).ShouldBe(2, server.Output);

        server.Output.ShouldContain("Gateway:ReservedFiles");
    }

    [Fact]
    public async Task LowestLimit_Serves()
    {
        using var server = await RunningServer.ServeWithOpenFilesAsync(_data, 640);
        using var client = server.NewClient();

        (await client.GetAsync(new Uri("batches", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Running_NoFileCanBeOpened_PostgresIsLeftAloneAndCallsGet503()
    {
        using var server = await RunningServer.ServeAsync(_data);
        using var client = server.NewClient();
        var postmaster = _data.PostmasterId();
        var draft = await NewDraftAsync(client);
        (await AddLinesAsync(client, draft)).StatusCode.ShouldBe(HttpStatusCode.OK, "all code that the call needs is loaded");
        var limit = await SoftLimitAsync(server.Id);

        // Below the number of open files: from now on nothing more can be opened, and open files remain usable.
        await SetSoftLimitAsync(server.Id, "20");
        using var refused = await AddLinesAsync(client, draft);
        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        (await refused.Content.ReadAsStringAsync()).ShouldContain("can open no more files and connections");
        await Eventually.TrueAsync(() => Task.FromResult(server.Output.Contains("it cannot be seen whether PostgreSQL runs", StringComparison.Ordinal)));
        await SetSoftLimitAsync(server.Id, limit);

        (await AddLinesAsync(client, draft)).StatusCode.ShouldBe(HttpStatusCode.OK);
        server.Output.ShouldNotContain("PostgreSQL has ended");
        _data.PostmasterId().ShouldBe(postmaster);
        (await server.StopAsync()).ShouldBe(0, server.Output);
    }

    private static async Task<string> NewDraftAsync(HttpClient client)
    {
        using var answer = await client.PostAsync(new Uri("batches", UriKind.Relative), new StringContent("{}", Encoding.UTF8, "application/json"));
        using var json = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("batch_id").GetString()!;
    }

    // A stream waits in a file, which has to be opened.
    private static async Task<HttpResponseMessage> AddLinesAsync(HttpClient client, string batchId)
    {
        const string line = """{"type":"graph_episode","graph_id":"g","data":"d","data_type":"text"}""";
        var content = new StringContent(line + "\n", Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        return await client.PostAsync(new Uri($"batches/{batchId}/items", UriKind.Relative), content);
    }

    private static async Task<string> SoftLimitAsync(int processId) =>
        (await RunAsync($"--pid={processId}", "--nofile", "--noheadings", "--output=SOFT")).Trim();

    private static Task<string> SetSoftLimitAsync(int processId, string limit) => RunAsync($"--pid={processId}", $"--nofile={limit}:");

    private static async Task<string> RunAsync(params string[] arguments)
    {
        using var prlimit = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("prlimit", arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = await prlimit.StandardOutput.ReadToEndAsync();
        await prlimit.WaitForExitAsync();
        prlimit.ExitCode.ShouldBe(0, output);
        return output;
    }
}
