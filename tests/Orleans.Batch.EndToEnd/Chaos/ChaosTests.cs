using System.Globalization;
using Orleans.Batch.Chaos;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Chaos;

/// <summary>
/// A minute of random calls while processes die and commits are lost. <c>BATCH_CHAOS_SEED</c> chooses another seed;
/// the project Orleans.Batch.Chaos runs for hours.
/// </summary>
[Trait("Category", "Long")]
public sealed class ChaosTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Run_WhileProcessesDieAndCommitsAreLost_KeepsEveryPromise()
    {
        var seed = int.Parse(Environment.GetEnvironmentVariable("BATCH_CHAOS_SEED") ?? "1", CultureInfo.InvariantCulture);
        await using var run = await ChaosRun.StartAsync(new ChaosOptions(
            seed, Calls: 2_500, Clients: 20, CallsPerFault: 120));

        var report = await run.RunAsync();

        output.WriteLine(report.ToString());
        report.Violations.ShouldBeEmpty(report.ToString());
        report.Faults.Values.Sum().ShouldBeGreaterThan(8, "too few faults to tell anything");
    }
}
