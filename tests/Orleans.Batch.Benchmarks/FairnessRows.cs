using System.Globalization;
using System.Net.Http.Headers;
using Orleans.Batch.TestKit.Servers;
using Spectre.Console;

namespace Orleans.Batch.Benchmarks;

/// <summary>
/// Batches of ten of one project, one after the other, while another project has a backlog of full batches, each item for
/// a graph of its own; and again when the backlog is done.
/// </summary>
internal static class FairnessRows
{
    private const int Full = 50_000;
    private const int Few = 10;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    /// <param name="data">The server's data directory.</param>
    /// <param name="server">The server that has the project with the backlog.</param>
    /// <param name="load">The load of the backlog.</param>
    /// <param name="batches">The number of full batches in the backlog.</param>
    /// <param name="table">Receives the rows.</param>
    /// <param name="say">Reports progress.</param>
    public static async Task MeasureAsync(
        TemporaryDataDirectory data, RunningServer server, BatchLoad load, int batches, Table table, Action<string> say)
    {
        using var http = server.NewClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Api-Key", await NewProjectAsync(data));
        var other = new BatchLoad(http);
        say($"creating {Full + 1:N0} graphs, {batches} batches of {Full:N0}, and some of ten to warm up");
        await load.CreateGraphsAsync(Full);
        await other.CreateGraphsAsync(1);
        for (var i = 0; i < 50; i++)
        {
            await other.RunAsync(Few, 1);
        }

        var backlog = new List<string>();
        for (var i = 0; i < batches; i++)
        {
            backlog.Add((await load.FillAsync(Full, Full, Payload.Episodes)).Batch);
        }

        say("batches of ten beside the backlog");
        var (beside, alone) = (new List<double>(), new List<double>());
        foreach (var batch in backlog)
        {
            await load.ProcessAsync(batch);
        }

        while (!await load.HasEndedAsync(backlog[^1]))
        {
            beside.Add((await other.RunAsync(Few, 1)).Through.TotalMilliseconds);
            await Task.Delay(Between);
        }

        say("and with it drained");
        for (var i = 0; i < Math.Max(100, beside.Count); i++)
        {
            alone.Add((await other.RunAsync(Few, 1)).Through.TotalMilliseconds);
            await Task.Delay(Between);
        }

        Add(table, $"ten items through, beside {batches * Full:N0} of another project", beside, "never above 2 s");
        Add(table, "… with those drained", alone, "");
    }

    /// <summary>Creates another project.</summary>
    /// <returns>Its API key.</returns>
    public static async Task<string> NewProjectAsync(TemporaryDataDirectory data)
    {
        await RunAsync(data, "projects", "create", "other");
        var output = await RunAsync(data, "keys", "create", "--project", "other");
        return output.Split('\n', StringSplitOptions.TrimEntries).Single(l => l.StartsWith("ob_", StringComparison.Ordinal));
    }

    private static void Add(Table table, string what, List<double> times, string target)
    {
        var samples = new Samples(times);
        table.AddRow(
            what,
            string.Create(CultureInfo.InvariantCulture, $"{samples.Median:N0} ms"),
            string.Create(CultureInfo.InvariantCulture, $"{samples.Min:N0} – {samples.Max:N0} ms (n={samples.Count})"),
            target);
    }

    private static async Task<string> RunAsync(TemporaryDataDirectory data, params string[] arguments)
    {
        var (code, output) = await ServerProcess.RunAsync([.. arguments, "--data-dir", data.Path]);
        return code == 0 ? output : throw new InvalidOperationException($"{string.Join(' ', arguments)} ended {code}: {output}");
    }
}
