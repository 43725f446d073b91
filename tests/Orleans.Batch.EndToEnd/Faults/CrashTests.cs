using System.Diagnostics;
using System.Globalization;
using Orleans.Batch.TestKit.Facts;
using Orleans.Batch.TestKit.Promise;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Faults;

/// <summary>
/// Clients load batches over HTTP, and write live to the same graphs, while the server and its PostgreSQL are killed.
/// Afterwards all acknowledged data is stored, and the facts are those of the items in order of time. A seed decides
/// what is sent and which process dies when; the progress of the work at that time depends on the machine.
/// <c>BATCH_FAULT_SEEDS</c> sets how many seeds are run.
/// </summary>
[Trait("Category", "Long")]
public sealed class CrashTests(CrashSite site, ITestOutputHelper output) : IClassFixture<CrashSite>
{
    private const int Batches = 4;
    private const int ItemsPerBatch = 500;
    private const int CleanEvery = 2;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(250);

    public static TheoryData<int> Seeds()
    {
        var asked = Environment.GetEnvironmentVariable("BATCH_FAULT_SEEDS");
        var count = asked is null ? 8 : int.Parse(asked, NumberStyles.None, CultureInfo.InvariantCulture);
        return [.. Enumerable.Range(1, count)];
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Load_WhileProcessesDie_KeepsThePromiseAndTheFacts(int seed)
    {
        var began = Stopwatch.GetTimestamp();
        await PrepareAsync(seed);
        var ledger = new Ledger();
        var progress = new LoadProgress();
        using var api = new RetryingClient(site.Url, site.Key, ledger, Eventually.MaxWait, LongestWait);
        var history = new SupportHistory($"seed{seed}", seed);
        await history.CreateDestinationsAsync(api);
        var batches = Enumerable.Range(0, Batches).Select(_ => history.NextBatch(ItemsPerBatch)).ToArray();
        var plan = CrashPlan.Make(seed, Batches, batches.Sum(b => b.Count));
        output.WriteLine($"seed {seed}");

        var killing = KillAsync(plan, ledger, progress, new Random(seed));
        var loading = Task.WhenAll(batches.Select((pages, i) =>
            new LoadingClient(api, ledger, progress, $"seed{seed}-{i}", withKeys: i != seed % Batches).LoadAsync(pages)));
        using var own = new RetryingClient(site.Url, site.Key, ledger, Eventually.MaxWait, LongestWait);
        var live = new LiveWrites(own, $"seed{seed}", seed);
        var writing = live.WriteAsync(loading);
        await Task.WhenAny(loading, killing);
        await loading.ContinueWith(_ => progress.End(), TaskScheduler.Default);
        await killing;
        await loading;
        await writing;

        await site.Server.WaitUntilReadyAsync();
        await PromiseCheck.ShouldHoldAsync(await site.ConnectionStringAsync(), ledger, $"seed {seed}\n{site.Server.Output}");
        await live.ShouldBeThereOnceInOrderAsync(await site.ConnectionStringAsync());
        var (wrong, facts) = await GraphFactsCheck.RunAsync(await site.ConnectionStringAsync(), $"seed{seed}-");
        wrong.ShouldBeEmpty($"seed {seed}\n{site.Server.Output}");
        facts.ShouldBeGreaterThan(Batches * ItemsPerBatch / 2, "too few facts to tell anything");
        output.WriteLine($"seed {seed}: {facts} facts; {live.Counts.Accepted} of {live.Counts.Sent} live writes accepted");
        output.WriteLine(
            $"seed {seed}: {ledger.Batches.Sum(b => b.Items.Count)} items acknowledged, " +
            $"{ledger.Batches.Sum(b => b.Uncertain.Count)} without an answer, {api.Refused} answers 503, " +
            $"{api.Replayed} replayed, {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
    }

    // Every other seed commits in tiny steps, so that there are more moments for a crash. The server is stopped cleanly now and then,
    // because it counts successive crashes as caused by the items it works on.
    private async Task PrepareAsync(int seed)
    {
        site.Configure(seed % 2 == 0
            ? [("Ingestion__ReadRows", "40"), ("Ingestion__LaneRows", "10"), ("Ingestion__CommitRows", "40")]
            : []);
        if (seed % CleanEvery == 0)
        {
            await site.RestartAsync();
        }
    }

    private async Task KillAsync(IReadOnlyList<Crash> plan, Ledger ledger, LoadProgress progress, Random chance)
    {
        foreach (var crash in plan)
        {
            await progress.WaitAsync(crash.AtProcess, crash.Count);
            await Task.Delay(crash.Delay);
            output.WriteLine($"  {crash}: {Summarize(ledger)}");
            switch (crash.CrashTarget)
            {
                case CrashTarget.Server:
                    await site.KillServerAsync();
                    await site.StartAsync();
                    break;
                case CrashTarget.Postmaster:
                    site.SignalPostmaster("KILL");
                    break;
                case CrashTarget.Session:
                    await site.KillSessionAsync(chance);
                    break;
                default:
                    site.SignalPostmaster("KILL");
                    await site.KillServerAsync();
                    await site.StartAsync();
                    break;
            }
        }
    }

    private static string Summarize(Ledger ledger)
    {
        var batches = ledger.Batches.ToArray();
        return $"{batches.Sum(b => b.Items.Count)} items acknowledged, {batches.Count(b => b.Processed)} batches processed, " +
            $"{batches.Sum(b => b.Observed.Count == 0 ? 0 : b.Observed[^1].Ended)} items seen ended";
    }
}
