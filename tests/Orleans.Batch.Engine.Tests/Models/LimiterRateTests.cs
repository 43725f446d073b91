using FsCheck.Fluent;
using Orleans.Batch.Models;
using Xunit.Abstractions;

namespace Orleans.Batch.Engine.Tests.Models;

/// <summary>The configured limits: never exceeded, and used when enough is waiting.</summary>
public sealed class LimiterRateTests(ITestOutputHelper output)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Measured = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(60)]
    [InlineData(600)]
    [InlineData(6_000)]
    public void Rate_WithManyWaiting_IsUsedAndNotExceeded(int rate)
    {
        var endpoint = new SimulatedEndpoint(Limits(rate));
        endpoint.AddCallers(Math.Max(20, rate / 10));

        endpoint.RunUntil(WarmUp + Measured);

        endpoint.MostRequests().ShouldBeLessThanOrEqualTo(rate);
        endpoint.CountFrom(WarmUp, Measured).ShouldBeGreaterThanOrEqualTo((int)(rate * 5 * 0.95) - 1);
        output.WriteLine($"{endpoint.CountFrom(WarmUp, Measured)} of {rate * 5}, {endpoint.Calls} calls");
        endpoint.Calls.ShouldBeLessThan((endpoint.Sent.Count * 4) + 2_000, "callers that wait ask seldom");
    }

    [Fact]
    public void Beginning_IsNotABurst()
    {
        var endpoint = new SimulatedEndpoint(Limits(600));
        endpoint.AddCallers(500);

        endpoint.RunUntil(TimeSpan.FromSeconds(6));

        endpoint.Sent.Count.ShouldBeInRange(30, 61);
        endpoint.Sent[0].At.ShouldBeLessThan(TimeSpan.FromSeconds(1.5));
    }

    [Fact]
    public void Tokens_ReservedAtTheirMost_AreCorrectedByReports()
    {
        var endpoint = new SimulatedEndpoint(Limits(6_000) with { TokensPerMinute = 200_000 });
        endpoint.AddCallers(200, tokens: 4_000);

        endpoint.RunUntil(WarmUp + Measured);

        endpoint.MostTokens().ShouldBeLessThanOrEqualTo(200_000);
        var used = endpoint.Sent.Where(s => s.At >= WarmUp).Sum(s => s.Tokens);
        used.ShouldBeGreaterThan((int)(200_000 * 5 * 0.95));
    }

    [Fact]
    public void Request_LargerThanTheTokensOfAMinute_GoesAlone()
    {
        var endpoint = new SimulatedEndpoint(Limits(60) with { TokensPerMinute = 1_000 });
        endpoint.AddCallers(3, tokens: 5_000);

        endpoint.RunUntil(TimeSpan.FromMinutes(10));

        endpoint.Sent.Count.ShouldBeInRange(9, 11);
    }

    [Fact]
    public void Requests_InFlight_AreAtMostTheConfiguredOnes()
    {
        var endpoint = new SimulatedEndpoint(Limits(6_000) with { ConcurrentRequests = 5, LiveShare = 0.4 });
        endpoint.AddCallers(50);
        endpoint.RunUntil(WarmUp);
        endpoint.MostInFlight.ShouldBe(3, "batches leave a share to live writes");

        endpoint.AddCallers(50, isLive: true);
        endpoint.RunUntil(2 * WarmUp);
        endpoint.MostInFlight.ShouldBe(5);
    }

    [Fact]
    public void Restart_DoesNotExceedTheRateTogetherWithWhatWasSentBefore()
    {
        var endpoint = new SimulatedEndpoint(Limits(300));
        endpoint.AddCallers(200);
        for (var minute = 1; minute <= 8; minute++)
        {
            endpoint.RunUntil(TimeSpan.FromSeconds(47 * minute));
            endpoint.Restart();
        }

        endpoint.MostRequests().ShouldBeLessThanOrEqualTo(300);
        endpoint.Sent.Count.ShouldBeGreaterThan((int)(300 * 47 / 60.0 * 8 * 0.9));
    }

    [Fact]
    public void AnyArrivalsAndFaults_NeverExceedTheLimits()
    {
        var bursts =
            from callers in Gen.Choose(1, 60)
            from isLive in Gen.Elements(true, false)
            from tokens in Gen.Choose(1, 8_000)
            from pause in Gen.Choose(0, 90)
            from faults in Gen.Choose(0, 60)
            from seed in Gen.Choose(0, 1_000_000)
            select new Burst(callers, isLive, tokens, TimeSpan.FromSeconds(pause), faults, seed);

        PropertyTest.Check(Gen.ArrayOf(bursts).Resize(6), 60, output, planned =>
        {
            KeepLimits(planned);
            return Task.CompletedTask;
        });
    }

    private static void KeepLimits(Burst[] planned)
    {
        var random = new Random(planned.FirstOrDefault()?.Seed ?? 0);
        var limits = Limits(random.Next(1, 900)) with
        {
            TokensPerMinute = random.Next(2) == 0 ? 0 : random.Next(8_000, 400_000),
            ConcurrentRequests = random.Next(1, 100),
            LiveShare = random.Next(10) / 10.0,
        };
        var endpoint = new SimulatedEndpoint(limits, random.Next());
        foreach (var burst in planned)
        {
            endpoint.Answer = sent => Chance(sent, burst, random);
            endpoint.AddCallers(burst.Callers, burst.IsLive, burst.Tokens);
            endpoint.RunUntil(endpoint.Now + burst.Pause);
        }

        endpoint.RunUntil(endpoint.Now + WarmUp);
        endpoint.MostRequests().ShouldBeLessThanOrEqualTo(limits.RequestsPerMinute);
        endpoint.MostRequests(batchOnly: true).ShouldBeLessThanOrEqualTo(Math.Max(1, (int)(limits.RequestsPerMinute * (1 - limits.LiveShare))));
        endpoint.MostInFlight.ShouldBeLessThanOrEqualTo(limits.ConcurrentRequests);
        if (limits.TokensPerMinute > 0)
        {
            endpoint.MostTokens().ShouldBeLessThanOrEqualTo(limits.TokensPerMinute);
        }
    }

    private static CallReport Chance(SentRequest sent, Burst burst, Random random)
    {
        ModelFault? fault = random.Next(100) < burst.Faults ? (ModelFault)random.Next(6) : null;
        var wait = random.Next(3) == 0 ? TimeSpan.FromSeconds(random.Next(20)) : (TimeSpan?)null;
        return new CallReport(sent.Id, sent.Tokens, fault, null, new EndpointLimits(wait, random.Next(5), null, wait));
    }

    private static RequestLimits Limits(int rate) => new(rate, 0, 1_000, 0, TimeSpan.FromMinutes(2));

    private sealed record Burst(int Callers, bool IsLive, int Tokens, TimeSpan Pause, int Faults, int Seed);
}
