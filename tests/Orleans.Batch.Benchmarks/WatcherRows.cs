using System.Globalization;
using Orleans.Batch.TestKit.Servers;

namespace Orleans.Batch.Benchmarks;

/// <summary>A batch with a thousand watchers, compared with one without, in turn.</summary>
internal static class WatcherRows
{
    private const int Full = 50_000;
    private const int Many = 1_000;
    private const int Rounds = 8;

    public static async Task MeasureAsync(
        RunningServer server, BatchLoad load, Action<string> say, Action<string, Samples, string, string> row)
    {
        say("creating 1,000 graphs, and a batch to warm up");
        await load.CreateGraphsAsync(1_000);
        await load.RunAsync(Full, 1_000);
        say("50,000 items in turn without watchers and with a thousand");
        var (alone, watched, ratios) = (new List<double>(), new List<double>(), new List<double>());
        var (quiet, busy, events) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < Rounds; i++)
        {
            // The database grows and the machine's speed varies: each goes first equally often.
            foreach (var watchers in i % 2 == 0 ? [0, Many] : new[] { Many, 0 })
            {
                Watchers? watching = null;
                var cpu = 0.0;
                var times = await load.RunAsync(Full, 1_000, beforeProcess: async batch =>
                {
                    watching = watchers == 0 ? null : await Watchers.OpenAsync(server, batch, watchers);
                    cpu = CpuSeconds(server.Id);
                });
                events.Add(watching is null ? 0 : await watching.EndAsync());
                (watchers == 0 ? alone : watched).Add(times.ThroughRate);
                (watchers == 0 ? quiet : busy).Add(CpuSeconds(server.Id) - cpu);
            }

            ratios.Add(watched[^1] / alone[^1]);
        }

        row("through, without watchers", new Samples(alone), "items/s", "");
        row("through, a thousand watching", new Samples(watched), "items/s", "");
        row("the one over the other, pair by pair, in percent", new Samples(ratios.Select(r => 100 * r)), "%", "about 100");
        row("server's CPU, without watchers", new Samples(quiet.Select(s => 1_000 * s)), "ms", "");
        row("server's CPU, a thousand watching", new Samples(busy.Select(s => 1_000 * s)), "ms", "");
        row("events they were told in all", new Samples(events.Where(e => e > 0)), "events", "");
    }

    private static double CpuSeconds(int process)
    {
        // After the name, which may hold spaces: fields 14 and 15, in hundredths of a second.
        var fields = File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / 100;
    }
}
