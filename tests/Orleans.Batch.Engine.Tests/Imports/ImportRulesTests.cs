using Orleans.Batch.Imports;

namespace Orleans.Batch.Engine.Tests.Imports;

/// <summary>The status and the estimate of an import, from its counts.</summary>
public sealed class ImportRulesTests
{
    [Theory]
    [InlineData(false, false, 0, 0, 5, 0, 0, ImportStatus.Open)]
    [InlineData(true, false, 1, 0, 5, 0, 0, ImportStatus.Processing)]
    [InlineData(true, false, 0, 1, 5, 0, 0, ImportStatus.Processing)]
    [InlineData(true, true, 0, 1, 5, 0, 0, ImportStatus.Processing)]
    [InlineData(true, true, 1, 0, 5, 0, 2, ImportStatus.Canceled)]
    [InlineData(true, false, 0, 0, 5, 0, 0, ImportStatus.Succeeded)]
    [InlineData(true, false, 0, 0, 5, 0, 2, ImportStatus.Succeeded)]
    [InlineData(true, false, 0, 0, 5, 1, 0, ImportStatus.Partial)]
    [InlineData(true, true, 0, 0, 5, 1, 0, ImportStatus.Partial)]
    [InlineData(true, false, 0, 0, 0, 1, 0, ImportStatus.Failed)]
    [InlineData(true, false, 0, 0, 0, 0, 2, ImportStatus.Canceled)]
    [InlineData(true, false, 0, 0, 0, 0, 0, ImportStatus.Succeeded)]
    public void Status_FollowsFromTheBatches(
        bool closed, bool canceled, int drafts, int processing, int succeeded, int failed, int lost, ImportStatus expected) =>
        ImportOutcome.From(
            closed,
            canceled,
            new ImportParts(drafts + processing + 1, drafts, 0, processing, 1),
            new ImportProgress
            {
                TotalItems = succeeded + failed + lost,
                SucceededItems = succeeded,
                FailedItems = failed,
                CanceledItems = lost,
                EndedItems = succeeded + failed + lost,
                PercentComplete = 0,
            }).ShouldBe(expected);

    [Theory]
    [InlineData(600, 3_600, 1_200, false, 10.0, 120.0)]
    [InlineData(600, 30, 1_200, false, 20.0, 60.0)]
    [InlineData(600, 3_600, 1_200, true, 10.0, null)]
    [InlineData(0, 3_600, 1_200, false, null, null)]
    [InlineData(600, 3_600, 0, false, null, null)]
    [InlineData(5, 0.2, 1_200, false, null, null)]
    public void Estimate_IsWhatIsLeftOverTheRateOfTheLastMinute(
        double recent, double running, long left, bool waits, double? rate, double? eta) =>
        ImportEstimate.From(recent, TimeSpan.FromSeconds(running), left, waits).ShouldBe(new ImportEstimate(rate, eta));
}
