using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Orleans.Batch.TestKit.Servers;
using Spectre.Console;

namespace Orleans.Batch.Benchmarks;

/// <summary>
/// Records of 900 fields each on a server whose heap is 768 MiB, while another project runs batches of ten items, one
/// after the other.
/// </summary>
internal static class HeavyRows
{
    private const int Few = 10;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(8);

    /// <summary>The variable that limits the heap of the server.</summary>
    public static (string Name, string? Value) HeapLimit => ("DOTNET_GCHeapHardLimit", "0x30000000");

    public static async Task MeasureAsync(
        TemporaryDataDirectory data, RunningServer server, BatchLoad load, int records, int graphs, Table table, Action<string> say)
    {
        using var http = server.NewClient();
        var other = new BatchLoad(http);
        await load.CreateGraphsAsync(graphs);
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Api-Key", await FairnessRows.NewProjectAsync(data));
        await other.CreateGraphsAsync(1);
        for (var i = 0; i < 20; i++)
        {
            await other.RunAsync(Few, 1);
        }

        say($"{records:N0} records of 900 fields over {graphs:N0} graphs, and batches of ten beside them");
        var (batch, _) = await load.FillAsync(records, graphs, Payload.Wide);
        var begun = Stopwatch.GetTimestamp();
        await load.ProcessAsync(batch);
        var beside = new List<double>();
        while (Stopwatch.GetElapsedTime(begun) < MaxWait && !await load.HasEndedAsync(batch))
        {
            var few = Stopwatch.GetTimestamp();
            await other.RunAsync(Few, 1);
            beside.Add(Stopwatch.GetElapsedTime(few).TotalMilliseconds);
            await Task.Delay(Between);
        }

        var took = Stopwatch.GetElapsedTime(begun);
        var summary = (await load.SummaryAsync(batch))!;
        var samples = new Samples(beside);
        table.AddRow(
            $"{records:N0} records of 900 fields, {graphs:N0} graphs",
            string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:N1} s"),
            $"{summary["status"]}, {summary["progress"]!["succeeded_items"]} succeeded",
            "ends");
        table.AddRow("… peak resident memory", string.Create(CultureInfo.InvariantCulture, $"{PeakMegabytes(server.Id):N0} MB"), "", "under 900 MB");
        table.AddRow(
            "… ten items of another project",
            string.Create(CultureInfo.InvariantCulture, $"{samples.Median:N0} ms"),
            string.Create(CultureInfo.InvariantCulture, $"{samples.Min:N0} – {samples.Max:N0} ms (n={samples.Count})"),
            "never above 5 s");
    }

    private static double PeakMegabytes(int process) => File.ReadLines($"/proc/{process}/status")
        .Where(l => l.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Select(l => double.Parse(l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024)
        .Single();
}
