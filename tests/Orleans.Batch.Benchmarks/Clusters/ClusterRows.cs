using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orleans.Batch.LocalPostgres;
using Orleans.Batch.TestKit.Clusters;
using Orleans.Batch.TestKit.Servers;
using Spectre.Console;

namespace Orleans.Batch.Benchmarks.Clusters;

/// <summary>
/// The speed targets for a cluster of real processes, as ratios to the one-process server: both on one PostgreSQL (fsync
/// on) with a database each, in turn, in one run. On one machine a cluster gains nothing: the ratios are its cost.
/// </summary>
internal static class ClusterRows
{
    private const int Full = 50_000;
    private const int Tenth = Full / 10;
    private static readonly string[] Roles = ["batch", "batch", "realtime", "gateway"];
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(6);

    public static async Task MeasureAsync(int repeats, Table table, Action<string> say)
    {
        using var disk = new TemporaryDataDirectory();
        await using var postgres = await PrivatePostgres.StartAsync(
            new PrivatePostgresOptions { DataDirectory = disk.Path }, NullLogger.Instance, TimeProvider.System, default);
        using var data = new TemporaryDataDirectory();
        using var server = await RunningServer.ServeAsync(
            data,
            ("ConnectionStrings__Batch", await CreateDatabaseAsync(postgres, "one_process")),
            ("BATCH_API_KEY", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24))));
        using var cluster = await ClusterProcesses.StartAsync(await CreateDatabaseAsync(postgres, "cluster"), Roles);
        using var http = server.NewClient();
        using var gateway = cluster.NewClient();
        var postmaster = postgres.ProcessId!.Value;
        var one = new BenchmarkTarget(http, [server.Id], postmaster);
        var many = new BenchmarkTarget(gateway, [.. cluster.Members.Select(m => m.Id)], postmaster);
        await PrepareAsync(one, many, say);

        await ScalingAsync(repeats, one, many, table, say);
        await ThroughAsync("1 graph", 1, repeats, null, one, many, table, say);
        await ThroughAsync("50,000 graphs", Full, 1, null, one, many, table, say);
        await ThroughAsync("50,000 graphs again, their grains still there", Full, repeats, null, one, many, table, say);
        await ThroughAsync("1.6 new facts an item, 1,000 graphs", 1_000, repeats, Payload.NewFacts, one, many, table, say);
        await SmallAsync(one, many, table, say);
        await LiveAsync(repeats, one, many, table, say);
        table.AddRow("resident memory of all processes", $"{one.Megabytes:N0} MB", $"{many.Megabytes:N0} MB", Ratio(many.Megabytes, one.Megabytes));
    }

    private static async Task PrepareAsync(BenchmarkTarget one, BenchmarkTarget many, Action<string> say)
    {
        foreach (var contender in (BenchmarkTarget[])[one, many])
        {
            say("56,001 graphs over HTTP, and some of everything to warm up");
            await contender.Load.CreateGraphsAsync(1_000);
            await contender.Load.CreateGraphsAsync(1);
            await contender.Load.CreateGraphsAsync(Full);
            for (var i = 0; i < 3; i++)
            {
                await contender.Load.RunAsync(Tenth, 1_000);
            }

            // No other row uses these graphs: they warm up the calls to grains that are not active yet.
            await contender.Load.CreateGraphsAsync(Tenth);
            await contender.Load.RunAsync(Tenth, Tenth);

            await contender.Live.RunAsync(Task.Delay(Quiet / 2));
        }
    }

    // Ten large batches, one after the other into one database, and small ones for comparison.
    private static async Task ScalingAsync(int repeats, BenchmarkTarget one, BenchmarkTarget many, Table table, Action<string> say)
    {
        var (alone, together) = await ThroughAsync("1,000 graphs", 1_000, 10, null, one, many, table, say);
        var small = (One: new List<Cost>(), Many: new List<Cost>());
        for (var i = 0; i < repeats * 3; i++)
        {
            small.One.Add(await one.RunAsync(Tenth, 1_000));
            small.Many.Add(await many.RunAsync(Tenth, 1_000));
        }

        table.AddRow(
            "tenth batch over first (mean of the last three over the first three)", Times(Growth(alone)), Times(Growth(together)), "");
        table.AddRow(
            "time of 50,000 items over 5,000",
            Times(Median(alone) / Median(small.One)), Times(Median(together) / Median(small.Many)), "");

        static double Growth(List<Cost> costs) => costs.TakeLast(3).Sum(Seconds) / costs.Take(3).Sum(Seconds);
        static double Seconds(Cost cost) => cost.Times.Through.TotalSeconds;
        static double Median(List<Cost> costs) => new Samples(costs.Select(Seconds)).Median;
    }

    private static async Task<(List<Cost> One, List<Cost> Many)> ThroughAsync(
        string what, int graphs, int repeats, Func<Payload>? payload, BenchmarkTarget one, BenchmarkTarget many, Table table, Action<string> say)
    {
        say($"50,000 items, {what}");
        var (alone, together) = (new List<Cost>(), new List<Cost>());
        for (var i = 0; i < repeats; i++)
        {
            alone.Add(await one.RunAsync(Full, graphs, payload?.Invoke()));
            together.Add(await many.RunAsync(Full, graphs, payload?.Invoke()));
        }

        Row(table, $"add, {what}", "items/s", alone, together, c => c.Times.AddRate);
        Row(table, $"through, {what}", "items/s", alone, together, c => c.Times.ThroughRate);
        Row(table, "… processor time of ours", "µs an item", alone, together, c => c.Through);
        Row(table, "… processor time of PostgreSQL", "µs an item", alone, together, c => c.Database);
        Row(table, "process answers", "ms", alone, together, c => c.Times.Process.TotalMilliseconds);
        return (alone, together);
    }

    private static async Task SmallAsync(BenchmarkTarget one, BenchmarkTarget many, Table table, Action<string> say)
    {
        say("fifty batches of ten items");
        var (alone, together) = (new List<Cost>(), new List<Cost>());
        for (var i = 0; i < 50; i++)
        {
            alone.Add(await one.RunAsync(10, 1));
            together.Add(await many.RunAsync(10, 1));
        }

        Row(table, "first item of a batch of ten", "ms", alone, together, c => c.Times.FirstItem.TotalMilliseconds);
    }

    private static async Task LiveAsync(int repeats, BenchmarkTarget one, BenchmarkTarget many, Table table, Action<string> say)
    {
        say("live writes, quiet and beside a batch of 50,000");
        var (idle, beside) = (new[] { new List<double>(), [] }, new[] { new List<double>(), [] });
        var single = new[] { new List<double>(), [] };
        for (var i = 0; i < repeats; i++)
        {
            foreach (var (index, contender) in ((BenchmarkTarget[])[one, many]).Index())
            {
                idle[index].AddRange(await contender.Live.RunAsync(Task.Delay(Quiet)));
                var (over, writing) = (new TaskCompletionSource(), Task.FromResult(new List<double>()));
                await contender.Load.RunAsync(Full, 1_000, null, _ =>
                {
                    writing = contender.Live.RunAsync(over.Task);
                    return Task.CompletedTask;
                }, poll: 50);
                over.SetResult();
                beside[index].AddRange(await writing);
                single[index].Add(await contender.Live.OneByOneAsync(2_000, 16));
            }
        }

        Quantiles(table, "live write answered, all quiet", idle);
        Quantiles(table, "live write answered, beside a batch", beside);
        for (var i = 0; i < 2; i++)
        {
            var over = new[] { 0.5, 0.95, 0.99 }.Select(q => $"{new Samples(beside[i]).At(q) / new Samples(idle[i]).At(q):N2}");
            table.AddRow($"… beside over quiet, {(i == 0 ? "one process" : "cluster")}", string.Join(" / ", over) + " ×", "", "");
        }

        var (a, b) = (new Samples(single[0]).Median, new Samples(single[1]).Median);
        table.AddRow("one at a time, 16 clients", $"{a:N0} items/s", $"{b:N0} items/s", Ratio(b, a));
    }

    private static void Quantiles(Table table, string what, List<double>[] times)
    {
        string Of(int i) => string.Join(" / ", new[] { 0.5, 0.95, 0.99 }.Select(q => $"{new Samples(times[i]).At(q):N1}")) + " ms";
        table.AddRow(what, Of(0), Of(1), Ratio(new Samples(times[1]).Median, new Samples(times[0]).Median));
    }

    private static void Row(
        Table table, string what, string unit, IEnumerable<Cost> alone, IEnumerable<Cost> together, Func<Cost, double> of)
    {
        var (a, b) = (new Samples(alone.Select(of)), new Samples(together.Select(of)));
        string Text(Samples s) => s.Median < 100
            ? $"{s.Median:N1} {unit} ({s.Min:N1} – {s.Max:N1})"
            : $"{s.Median:N0} {unit} ({s.Min:N0} – {s.Max:N0})";
        table.AddRow(what, Text(a), Text(b), Ratio(b.Median, a.Median));
    }

    private static string Ratio(double cluster, double one) => Times(cluster / one);

    private static string Times(double ratio) => string.Create(CultureInfo.InvariantCulture, $"{ratio:N2} ×");

    private static async Task<string> CreateDatabaseAsync(PrivatePostgres postgres, string name)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = name }.ConnectionString;
    }
}
