using System.Globalization;
using Orleans.Batch.Chaos;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Chaos;

/// <summary>
/// A minute of random calls while processes die and commits are lost. <c>BATCH_CHAOS_SEED</c> chooses another seed;
/// the project Orleans.Batch.Chaos runs for hours.
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int Least = 500;

    [Fact]
    public async Task Run_WhileProcessesDieAndCommitsAreLost_KeepsEveryPromise()
    {
        var seed = int.Parse(Environment.GetEnvironmentVariable("BATCH_CHAOS_SEED") ?? "1", CultureInfo.InvariantCulture);
        await using var run = await ChaosRun.StartAsync(new ChaosOptions(
            seed, Calls: 4_000, Clients: 20, FaultEvery: TimeSpan.FromSeconds(1.5), MaxTime: TimeSpan.FromSeconds(45)));

        var report = await run.RunAsync();

        output.WriteLine(report.ToString());
        report.Violations.ShouldBeEmpty(report.ToString());
        report.Calls.ShouldBeGreaterThan(Least, "too few calls to tell anything");
        report.Faults.Values.Sum().ShouldBeGreaterThan(3, "too few faults to tell anything");
    }
}
