using System.Diagnostics;
using Spectre.Console;

namespace Orleans.Batch.Benchmarks;

/// <summary>
/// The real-time rows: live writes alone, beside a batch of 50,000, and beside a thread that only spins,
/// which shows the cost of the machine itself. They take turns several times, because the machine's speed varies.
/// </summary>
internal static class LiveRows
{
    private const int Full = 50_000;
    private const int Rounds = 4;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(6);

    public static async Task MeasureAsync(
        BatchLoad load, LiveLoad live, int graphs, Func<Payload> payload, Table table, Action<string> say)
    {
        say("some of everything to warm up");
        await load.RunAsync(Full / 10, graphs, payload());
        await live.RunAsync(Task.Delay(Quiet));
        var (idle, beside, spun, rates) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < Rounds; i++)
        {
            say($"round {i + 1} of {Rounds}: quiet, a batch, a spinning thread");
            idle.AddRange(await live.RunAsync(Task.Delay(Quiet)));
            var (over, writing) = (new TaskCompletionSource(), Task.FromResult(new List<double>()));
            var batch = await load.RunAsync(
                Full,
                graphs,
                payload(),
                _ =>
                {
                    writing = live.RunAsync(over.Task);
                    return Task.CompletedTask;
                },
                poll: 50);
            over.SetResult();
            beside.AddRange(await writing);
            rates.Add(batch.ThroughRate);
            spun.AddRange(await live.RunAsync(SpinAsync(Quiet)));
        }

        Add(table, "live write answered, all quiet", idle, null);
        Add(table, $"… beside a batch of {Full:N0}", beside, idle);
        Add(table, "… beside a spinning thread", spun, idle);
        table.AddRow("through, beside live writes", $"{new Samples(rates).Median:N0} items/s", "", "");
    }

    /// <summary>Compares a batch with the same items as live writes.</summary>
    public static async Task CompareAsync(
        BatchLoad load, LiveLoad live, int graphs, Func<Payload> payload, Table table, Action<string> say)
    {
        say("2,000 episodes one at a time, 16 clients");
        var quick = new List<double>();
        var slow = new List<double>();
        for (var i = 0; i < 3; i++)
        {
            slow.Add(await live.OneByOneAsync(2_000, 16));
            await Task.Delay(TimeSpan.FromSeconds(2)); // until batches commit at full size again
            quick.Add((await load.RunAsync(Full, graphs, payload())).ThroughRate);
        }

        var ratio = new Samples(quick).Median / new Samples(slow).Median;
        table.AddRow("one at a time, 16 clients", $"{new Samples(slow).Median:N0} items/s", "", "");
        table.AddRow("batch over one at a time", $"{ratio:N1} ×", "", "10 ×");
    }

    private static void Add(Table table, string what, List<double> times, List<double>? over)
    {
        var samples = new Samples(times);
        var quantiles = new[] { 0.5, 0.95, 0.99 };
        table.AddRow(
            what,
            string.Join(" / ", quantiles.Select(q => $"{samples.At(q):N1}")) + " ms",
            over is null
                ? $"p50 / p95 / p99, n={samples.Count}"
                : string.Join(" / ", quantiles.Select(q => $"{samples.At(q) / new Samples(over).At(q):N2}")) + $" ×, n={samples.Count}",
            over is null ? "" : "at most 1.5 ×");
    }

    // Long enough for a thread of its own; it uses nothing but its core.
    private static Task SpinAsync(TimeSpan time) => Task.Factory.StartNew(
        () =>
        {
            var begun = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(begun) < time)
            {
                Thread.SpinWait(1_000);
            }
        },
        default,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);
}
