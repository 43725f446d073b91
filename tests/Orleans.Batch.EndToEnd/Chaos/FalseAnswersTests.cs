using System.Net;
using Orleans.Batch.Chaos;
using Orleans.Batch.Chaos.Model;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Chaos;

/// <summary>Tests the checker itself with false answers and correct tables.</summary>
[Trait("Category", "Long")]
public sealed class FalseAnswersTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Run_DoneAndAnswered503_SaysThatWhatWasRefusedIsDone()
    {
        using var falsehood = new FalseAnswers(HttpStatusCode.ServiceUnavailable, oneIn: 25);
        await using var run = await ChaosRun.StartAsync(new ChaosOptions(Seed: 9, Calls: 1_500), falsehood);

        var report = await run.RunAsync();

        output.WriteLine(report.ToString());
        falsehood.Falsified.Count.ShouldBeGreaterThan(10);
        foreach (var kind in falsehood.Falsified.Distinct())
        {
            report.Violations.ShouldContain(v => v.Kind == ViolationKind.RefusedButDone && v.Text.Contains(kind), kind);
        }

        // Consequences of a write that the client does not know of, such as "there is no such episode" for its second deletion.
        report.Violations.ShouldAllBe(v => v.Kind == ViolationKind.RefusedButDone || v.Kind == ViolationKind.Answer);
        report.Violations.Count(v => v.Kind == ViolationKind.RefusedButDone).ShouldBeLessThanOrEqualTo(falsehood.Falsified.Count);
    }

    [Fact]
    public async Task Run_DoneAndAnswered500_SaysThatNoClientShouldGetThis()
    {
        using var falsehood = new FalseAnswers(HttpStatusCode.InternalServerError, oneIn: 100);
        await using var run = await ChaosRun.StartAsync(new ChaosOptions(Seed: 11, Calls: 600), falsehood);

        var report = await run.RunAsync();

        falsehood.Falsified.ShouldNotBeEmpty();
        report.Violations.Count(v => v.Kind == ViolationKind.Answer).ShouldBeGreaterThanOrEqualTo(falsehood.Falsified.Count);
        report.Violations.ShouldAllBe(v => v.Kind == ViolationKind.Answer, report.ToString());
    }
}
