using Orleans.Batch.Chaos.Model;

namespace Orleans.Batch.EndToEnd.Chaos;

/// <summary>The conclusions of the checker from the attempts of one write.</summary>
public sealed class WriteTests
{
    private readonly Write _write = new(Calls.Process, "m1", "key-1");

    [Fact]
    public void MayBeDone_NextAttemptIsInFlight_UntilItsAnswer()
    {
        Try(Outcome.NotSent);
        _write.MayBeDone.ShouldBeFalse();

        _write.Trying();
        _write.MayBeDone.ShouldBeTrue();

        _write.Tried(CreateAttempt(Outcome.Refused, 409, "already_processed"));
        _write.MayBeDone.ShouldBeFalse();
    }

    [Theory]
    [InlineData("already_processed", false)]
    [InlineData("idempotency_in_flight", true)]
    [InlineData("idempotency_mismatch", true)]
    public void MayBeDone_RefusedUnderItsKeyAfterALostAnswer_DependsOnTheReason(string code, bool mayBeDone)
    {
        Try(Outcome.Unknown);
        Try(Outcome.Refused, 409, code);

        _write.MayBeDone.ShouldBe(mayBeDone);
    }

    private static Attempt CreateAttempt(Outcome outcome, int? status, string? code) => new(outcome, status, code, 0, 0);

    private void Try(Outcome outcome, int? status = null, string? code = null)
    {
        _write.Trying();
        _write.Tried(CreateAttempt(outcome, status, code));
    }
}
