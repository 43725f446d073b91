using System.Globalization;
using Orleans.Batch.Benchmarks;
using Orleans.Batch.Benchmarks.Clusters;
using Orleans.Batch.Benchmarks.Recall;
using Orleans.Batch.TestKit;
using Orleans.Batch.TestKit.Models;
using Orleans.Batch.TestKit.Servers;
using Orleans.Batch.TestKit.Webhooks;
using Spectre.Console;

// The `store_only` rows of the speed targets, against the real server with its private PostgreSQL (fsync on), all in
// one run on one database. Absolute figures depend on the machine; compare the ratios.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int Full = 50_000;
var repeats = args.Contains("--quick") ? 1 : 3;
if (args.Contains("--extraction"))
{
    return ExtractionSpeed.Run();
}

if (args is ["--convert-locomo", var published, var target])
{
    Directory.CreateDirectory(target);
    foreach (var conversation in LocomoFile.Convert(published))
    {
        conversation.Write(target);
    }

    return 0;
}

if (RecallArguments.AreGiven(args))
{
    try
    {
        await RecallComparison.RunAsync(RecallArguments.Parse(args), Say);
        return 0;
    }
    catch (InvalidDataException e)
    {
        Console.WriteLine(e.Message);
        return 2;
    }
}

if (args is ["--facts-of", var loaded])
{
    const int Drawn = 60;
    return ExtractedFacts.Run(loaded, Drawn);
}

if (args.Contains("--cluster"))
{
    var comparison = new Table().AddColumns("what", "one process", "cluster", "cluster : one process").RoundedBorder();
    var speed = MachineSpeed.Measure();
    await ClusterRows.MeasureAsync(repeats, comparison, Say);
    comparison.AddRow("machine: SHA-256 on one core, before and after", $"{speed:N0} and {MachineSpeed.Measure():N0} MB/s", "", "");
    AnsiConsole.Write(comparison);
    return 0;
}

await using var receiver = await LoopbackReceiver.StartAsync();
using var data = new TemporaryDataDirectory();
await using var stub = args.Contains("--stub-model") ? await StubModelEndpoint.StartAsync(new StubSettings { KeepsBodies = false }) : null;
var heavy = Array.IndexOf(args, "--heavy");
(string, string?)[] settings =
[
    ("Webhooks__Allow__0__Network", "127.0.0.1/32"),
    ("Webhooks__Allow__0__Port", receiver.Port.ToString(CultureInfo.InvariantCulture)),
    .. heavy < 0 ? (IEnumerable<(string, string?)>)[] : [HeavyRows.HeapLimit],
    .. ModelLiveRows.SettingsOf(stub),
];
using var server = await RunningServer.ServeAsync(data, settings);
using var http = server.NewClient();
var load = new BatchLoad(http);
var table = new Table().AddColumns("what", "median", "least – most", "target").RoundedBorder();
var before = MachineSpeed.Measure();
if (args.Contains("--watchers"))
{
    await WatcherRows.MeasureAsync(server, load, Say, Row);
    AnsiConsole.Write(table);
    return await server.StopAsync();
}

if (args.Contains("--live"))
{
    if (stub is not null)
    {
        await ModelLiveRows.MeasureAsync(load, http, table, Say);
    }
    else if (args.Contains("--facts"))
    {
        await FactRows.FillAsync(load, Say);
        var live = new LiveLoad(http, 1, saysSomething: true);
        await LiveRows.MeasureAsync(load, live, 1, Payload.NewFacts, table, Say);
        await LiveRows.CompareAsync(load, live, 1, Payload.NewFacts, table, Say);
    }
    else
    {
        await load.CreateGraphsAsync(1_000);
        var live = new LiveLoad(http, 1_000, saysSomething: false);
        await LiveRows.MeasureAsync(load, live, 1_000, () => Payload.Episodes, table, Say);
        await LiveRows.CompareAsync(load, live, 1_000, () => Payload.Episodes, table, Say);
    }

    table.AddRow("machine: SHA-256 on one core, before and after", $"{before:N0} and {MachineSpeed.Measure():N0} MB/s", "", "");
    AnsiConsole.Write(table);
    return await server.StopAsync();
}

if (args.Contains("--facts"))
{
    await FactRows.MeasureAsync(load, Say, Row);
    AnsiConsole.Write(table);
    return await server.StopAsync();
}

if (Array.IndexOf(args, "--fairness") is >= 0 and var fairness)
{
    var backlog = fairness + 1 < args.Length ? int.Parse(args[fairness + 1], CultureInfo.InvariantCulture) : 20;
    await FairnessRows.MeasureAsync(data, server, load, backlog, table, Say);
    table.AddRow("machine: SHA-256 on one core, before and after", $"{before:N0} and {MachineSpeed.Measure():N0} MB/s", "", "");
    AnsiConsole.Write(table);
    return await server.StopAsync();
}

if (heavy >= 0)
{
    var records = heavy + 1 < args.Length ? int.Parse(args[heavy + 1], CultureInfo.InvariantCulture) : 4_000;
    var graphs = heavy + 2 < args.Length ? int.Parse(args[heavy + 2], CultureInfo.InvariantCulture) : 100;
    await HeavyRows.MeasureAsync(data, server, load, records, graphs, table, Say);
    table.AddRow("machine: SHA-256 on one core, before and after", $"{before:N0} and {MachineSpeed.Measure():N0} MB/s", "", "");
    AnsiConsole.Write(table);
    return await server.StopAsync();
}

Say("creating 51,001 graphs over HTTP");
await load.CreateGraphsAsync(1_000);
await load.CreateGraphsAsync(1);
await load.CreateGraphsAsync(Full);
await load.RunAsync(5_000, 1_000); // warms up the compiler of both processes

Say("ten batches of 50,000 over 1,000 graphs");
var ten = new List<BatchTimes>();
var memory = new List<double>();
for (var i = 0; i < 10; i++)
{
    ten.Add(await load.RunAsync(Full, 1_000));
    memory.Add(ResidentMegabytes(server.Id));
}

Say("1 graph, 50,000 graphs, 5,000 items");
var one = await RepeatAsync(() => load.RunAsync(Full, 1));
var each = await RepeatAsync(() => load.RunAsync(Full, Full));
var small = await RepeatAsync(() => load.RunAsync(5_000, 1_000));

Say("50,000 items in turn with no webhook endpoint and with one for the batch's end");
var (untold, told) = (new List<BatchTimes>(), new List<BatchTimes>());
for (var i = 0; i < 5; i++)
{
    untold.Add(await load.RunAsync(Full, 1_000));
    await using (await Subscription.CreateAsync(http, receiver.Url, "ingest.batch.completed"))
    {
        told.Add(await load.RunAsync(Full, 1_000));
        await Eventually.TrueAsync(() => Task.FromResult(receiver.Messages.Count == told.Count), TimeSpan.FromSeconds(10));
    }
}

Say("a hundred batches of ten items");
var tiny = new List<BatchTimes>();
for (var i = 0; i < 100; i++)
{
    tiny.Add(await load.RunAsync(10, 1));
}

var all = ten.Concat(one).Concat(each).ToList();
var through = new Samples(ten.Select(t => t.ThroughRate));
Row("add over HTTP, 500 per call, 4 clients", new Samples(all.Select(t => t.AddRate)), "items/s", "50,000 items/s");
Row("through, 1,000 graphs", through, "items/s", "50,000 items/s");
Row("through, 1 graph", new Samples(one.Select(t => t.ThroughRate)), "items/s", "");
Row("through, 50,000 graphs", new Samples(each.Select(t => t.ThroughRate)), "items/s", "");
Ratio("1,000 graphs over 1 graph", through.Median / new Samples(one.Select(t => t.ThroughRate)).Median, "within 2");
Ratio("1,000 graphs over 50,000 graphs", through.Median / new Samples(each.Select(t => t.ThroughRate)).Median, "within 2");
Ratio(
    "tenth batch over first (mean of the last three over the first three)",
    ten.TakeLast(3).Sum(t => t.Through.TotalSeconds) / ten.Take(3).Sum(t => t.Through.TotalSeconds),
    "within 1.2");
Ratio(
    "time of 50,000 items over 5,000",
    new Samples(ten.Select(t => t.Through.TotalSeconds)).Median / new Samples(small.Select(t => t.Through.TotalSeconds)).Median,
    "at most 11");
var (quiet, telling) = (new Samples(untold.Select(t => t.ThroughRate)), new Samples(told.Select(t => t.ThroughRate)));
Row("through without a webhook endpoint", quiet, "items/s", "");
Row("through with one for the batch's end", telling, "items/s", "");
Ratio("with a webhook endpoint over without (medians)", telling.Median / quiet.Median, "about 1");
Row("process of 50,000 items answers", new Samples(all.Select(t => t.Process.TotalMilliseconds)), "ms", "p99 under 100 ms");
Row("first item of a batch of ten", new Samples(tiny.Select(t => t.FirstItem.TotalMilliseconds)), "ms", "50 ms");
Row("server's resident memory after each of ten batches", new Samples(memory), "MB", "flat, under 400 MB");
table.AddRow("machine: SHA-256 on one core, before and after", $"{before:N0} and {MachineSpeed.Measure():N0} MB/s", "", "");
AnsiConsole.Write(table);
return await server.StopAsync();

void Row(string what, Samples samples, string unit, string target) => table.AddRow(
    what, $"{samples.Median:N0} {unit}", $"{samples.Min:N0} – {samples.Max:N0} (n={samples.Count})", target);

void Ratio(string what, double ratio, string target) => table.AddRow(what, $"{ratio:N2} ×", "", target);

async Task<List<BatchTimes>> RepeatAsync(Func<Task<BatchTimes>> run)
{
    var times = new List<BatchTimes>();
    for (var i = 0; i < repeats; i++)
    {
        times.Add(await run());
    }

    return times;
}

static double ResidentMegabytes(int process) => File.ReadLines($"/proc/{process}/status")
    .Where(l => l.StartsWith("VmRSS:", StringComparison.Ordinal))
    .Select(l => double.Parse(l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024)
    .Single();

static void Say(string what) => AnsiConsole.MarkupLineInterpolated($"[grey]{what}[/]");
