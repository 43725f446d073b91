using Microsoft.Extensions.Time.Testing;
using Orleans.Batch.Models;

namespace Orleans.Batch.Engine.Tests.Models;

/// <summary>What an endpoint's faults do to the requests after them.</summary>
public sealed class LimiterFaultTests
{
    private static readonly RequestLimits Limits = new(600, 0, 100, 0, TimeSpan.FromMinutes(2));
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new();
    private readonly EndpointLimiter _limiter;

    public LimiterFaultTests() => _limiter = new EndpointLimiter(_time);

    [Fact]
    public void TooManyRequests_HalveTheRate_WhichThenGrowsAgain()
    {
        var endpoint = Saturated();
        endpoint.RunUntil(2 * Minute);
        FailOnce(endpoint, ModelFault.RateLimited);

        endpoint.RunUntil(4 * Minute);
        endpoint.CountFrom((2 * Minute) + TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2)).ShouldBeInRange(8, 15, "20 at the full rate");
        endpoint.CountFrom(3 * Minute, Minute).ShouldBeGreaterThanOrEqualTo(570);
        endpoint.MostRequests().ShouldBeLessThanOrEqualTo(600);
    }

    [Fact]
    public void TooManyRequests_ManyAtOnce_HalveOnce()
    {
        var permits = Enumerable.Range(0, 5).Select(_ => AcquireNext()).ToArray();
        foreach (var permit in permits)
        {
            Report(permit, ModelFault.RateLimited);
        }

        _time.Advance(TimeSpan.FromSeconds(5));
        Spacing().ShouldBe(TimeSpan.FromMilliseconds(203.3), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void TooManyRequests_AgainAndAgain_LeaveOneRequestAMinute()
    {
        var endpoint = Saturated();
        endpoint.Answer = sent => new CallReport(sent.Id, 0, ModelFault.RateLimited, null, new EndpointLimits(TimeSpan.Zero, null, null, null));

        endpoint.RunUntil(30 * Minute);

        endpoint.CountFrom(20 * Minute, 10 * Minute).ShouldBeInRange(8, 10);
    }

    [Fact]
    public void RetryAfter_HoldsAllRequestsForItsTime()
    {
        Report(AcquireNext(), ModelFault.RateLimited, new EndpointLimits(TimeSpan.FromSeconds(7), null, null, null));

        UntilNext().ShouldBe(TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(0.3));
    }

    [Fact]
    public void TooManyRequests_WithoutRetryAfter_HoldForOneSecondThenTwiceAsLong()
    {
        foreach (var seconds in (int[])[1, 2, 4, 8])
        {
            var permit = AcquireNext();
            var reported = _time.GetUtcNow();
            Report(permit, ModelFault.RateLimited);
            AcquireNext(peek: true);
            (_time.GetUtcNow() - reported).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(seconds));
            (_time.GetUtcNow() - reported).ShouldBeLessThan(TimeSpan.FromSeconds(seconds + 2.5));
        }
    }

    [Fact]
    public void LongPause_HasAReason()
    {
        Report(AcquireNext(), ModelFault.RateLimited, new EndpointLimits(TimeSpan.FromMinutes(5), null, null, null));

        var answer = _limiter.Acquire(Limits, 1, isLive: true);
        (answer.Id, answer.Wait).ShouldBe((Guid.Empty, TimeSpan.FromMinutes(5)));
        answer.HeldBecause.ShouldNotBeNull();
    }

    [Fact]
    public void NothingRemaining_HoldsUntilTheReset()
    {
        Report(AcquireNext(), null, new EndpointLimits(null, 0, null, TimeSpan.FromSeconds(9)));

        UntilNext().ShouldBe(TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(0.3));
    }

    [Fact]
    public void FiveFailuresInARow_HoldTheEndpoint_AndProbesFollowLessAndLessOften()
    {
        for (var i = 0; i < 4; i++)
        {
            Report(AcquireNext(), ModelFault.Unavailable);
        }

        Report(AcquireNext(), null);
        for (var i = 0; i < 5; i++)
        {
            Report(AcquireNext(), ModelFault.Unavailable, reason: "the connection was refused.");
        }

        foreach (var seconds in (int[])[1, 2, 4, 8, 16, 32, 60, 60])
        {
            var held = _limiter.Acquire(Limits, 1, isLive: true);
            held.HeldBecause.ShouldBe("The model's endpoint does not answer: the connection was refused.");
            held.Wait.ShouldBe(TimeSpan.FromSeconds(seconds));
            _time.Advance(held.Wait);
            var probe = _limiter.Acquire(Limits, 1, isLive: false);
            probe.Id.ShouldNotBe(Guid.Empty);
            _limiter.Acquire(Limits, 1, isLive: false).HeldBecause.ShouldNotBeNull("one request probes");
            Report(probe.Id, ModelFault.Unavailable, reason: "the connection was refused.");
        }
    }

    [Fact]
    public void Refusal_HoldsAtOnce_AndOneAnswerEndsIt()
    {
        Report(AcquireNext(), ModelFault.Refused, reason: "the key is wrong");

        var held = _limiter.Acquire(Limits, 1, isLive: false);
        held.HeldBecause.ShouldBe("The model's endpoint refuses requests: the key is wrong.");
        held.Wait.ShouldBe(Minute);
        _time.Advance(Minute);
        Report(AcquireNext(), null);
        AcquireNext().ShouldNotBe(Guid.Empty);
        _limiter.Acquire(Limits, 1, isLive: false).HeldBecause.ShouldBeNull();
    }

    [Fact]
    public void Outage_UnderLoad_EndsByItself()
    {
        var endpoint = Saturated();
        endpoint.RunUntil(Minute);
        endpoint.Answer = sent => new CallReport(sent.Id, null, ModelFault.Unavailable, "no answer", default);
        endpoint.RunUntil(4 * Minute);
        endpoint.CountFrom(2 * Minute, 2 * Minute).ShouldBeLessThan(10);
        endpoint.Reasons.ShouldNotBeEmpty();

        endpoint.Answer = Good;
        endpoint.RunUntil(8 * Minute);
        endpoint.CountFrom(6 * Minute, 2 * Minute).ShouldBeGreaterThanOrEqualTo(1_140);
    }

    [Fact]
    public void ProbeThatIsNotSent_LetsAnotherProbe()
    {
        Report(AcquireNext(), ModelFault.Refused);
        _time.Advance(Minute);
        var probe = _limiter.Acquire(Limits, 1, isLive: false);
        _limiter.Report(new CallReport(probe.Id, null, null, null, default));

        _limiter.Acquire(Limits, 1, isLive: false).Id.ShouldNotBe(Guid.Empty);
    }

    [Fact]
    public void PermitsThatAreNeverReported_Expire()
    {
        var limits = Limits with { ConcurrentRequests = 2 };
        AcquireNext(limits);
        AcquireNext(limits);
        _limiter.Acquire(limits, 1, isLive: true).Id.ShouldBe(Guid.Empty);

        _time.Advance(TimeSpan.FromMinutes(2));
        _limiter.Acquire(limits, 1, isLive: true).Id.ShouldBe(Guid.Empty, "a request may take two minutes, and its report a while");
        _time.Advance(TimeSpan.FromMinutes(1));
        _limiter.Acquire(limits, 1, isLive: true).Id.ShouldNotBe(Guid.Empty);
    }

    [Fact]
    public void PermitThatIsGivenBack_CanBeUsedByAnother()
    {
        var limits = Limits with { RequestsPerMinute = 1 };
        var permit = AcquireNext(limits);
        _limiter.Report(new CallReport(permit, null, null, null, default));

        _time.Advance(TimeSpan.FromSeconds(2));
        _limiter.Acquire(limits, 1, isLive: false).Id.ShouldNotBe(Guid.Empty);
    }

    private static CallReport Good(SentRequest sent) => new(sent.Id, sent.Tokens, null, null, default);

    private static SimulatedEndpoint Saturated()
    {
        var endpoint = new SimulatedEndpoint(Limits);
        endpoint.AddCallers(100);
        return endpoint;
    }

    private static void FailOnce(SimulatedEndpoint endpoint, ModelFault fault) => endpoint.Answer = sent =>
    {
        endpoint.Answer = Good;
        return new CallReport(sent.Id, 0, fault, null, default);
    };

    private void Report(Guid permit, ModelFault? fault, EndpointLimits limits = default, string? reason = null) =>
        _limiter.Report(new CallReport(permit, 1, fault, reason, limits));

    // Waits until there is a place, and for it.
    private Guid AcquireNext(RequestLimits? limits = null, bool peek = false)
    {
        while (true)
        {
            var permit = _limiter.Acquire(limits ?? Limits, 1, isLive: false);
            _time.Advance(permit.Wait);
            if (permit.Id != Guid.Empty)
            {
                if (peek)
                {
                    _limiter.Report(new CallReport(permit.Id, null, null, null, default));
                }

                return permit.Id;
            }
        }
    }

    private TimeSpan UntilNext()
    {
        var start = _time.GetUtcNow();
        AcquireNext();
        return _time.GetUtcNow() - start;
    }

    // What a second without requests left unused is made up for first.
    private TimeSpan Spacing()
    {
        for (var i = 0; i < 20; i++)
        {
            AcquireNext();
        }

        return Enumerable.Range(0, 20).Aggregate(TimeSpan.Zero, (sum, _) => sum + UntilNext()) / 20;
    }
}
