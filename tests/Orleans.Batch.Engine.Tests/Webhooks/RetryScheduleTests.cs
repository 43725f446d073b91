using Orleans.Batch.Webhooks;

namespace Orleans.Batch.Engine.Tests.Webhooks;

public sealed class RetryScheduleTests
{
    private static readonly TimeSpan Cap = TimeSpan.FromHours(10);

    [Fact]
    public void PauseAfter_WithoutChance_IsTheDocumentedSchedule() =>
        Enumerable.Range(1, 8).Select(a => RetrySchedule.PauseAfter(a, null, Cap, 0)?.TotalSeconds)
            .ShouldBe([5, 300, 1_800, 7_200, 18_000, 36_000, 36_000, null]);

    [Theory]
    [InlineData(0.5, 5.5)]
    [InlineData(0.999999, 6)]
    public void PauseAfter_Chance_StretchesByAFifthAtMost(double chance, double seconds) =>
        RetrySchedule.PauseAfter(1, null, Cap, chance)!.Value.TotalSeconds.ShouldBe(seconds, 0.001);

    [Theory]
    [InlineData(1, 60, 60)]
    [InlineData(1, 1, 5)] // earlier than planned is not honored
    [InlineData(1, -60, 5)]
    [InlineData(1, 1_000_000_000, 36_000)]
    [InlineData(3, 60, 1_800)]
    public void PauseAfter_RetryAfter_IsHonouredAndCapped(int attempt, int asked, int seconds) =>
        RetrySchedule.PauseAfter(attempt, TimeSpan.FromSeconds(asked), Cap, 0).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void PauseAfter_RetryAfterOfTheLast_GivesNoOtherAttempt() =>
        RetrySchedule.PauseAfter(8, TimeSpan.FromSeconds(1), Cap, 0).ShouldBeNull();
}
