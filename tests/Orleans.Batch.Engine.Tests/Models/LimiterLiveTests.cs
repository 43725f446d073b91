using Orleans.Batch.Models;

namespace Orleans.Batch.Engine.Tests.Models;

/// <summary>Live writes go first, and batches leave them a share.</summary>
public sealed class LimiterLiveTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly SimulatedEndpoint _endpoint = new(new RequestLimits(600, 0, 1_000, 0.2, TimeSpan.FromMinutes(2)));

    [Fact]
    public void Batch_Alone_UsesAllButTheShareOfLiveWrites()
    {
        _endpoint.AddCallers(200);
        _endpoint.RunUntil(4 * Minute);

        _endpoint.CountFrom(2 * Minute, 2 * Minute).ShouldBeInRange((int)(960 * 0.95), 960);
    }

    [Fact]
    public void LiveWrites_Alone_UseAll()
    {
        _endpoint.AddCallers(200, isLive: true);
        _endpoint.RunUntil(4 * Minute);

        _endpoint.CountFrom(2 * Minute, 2 * Minute).ShouldBeInRange((int)(1_200 * 0.95), 1_200);
    }

    [Fact]
    public void LiveWrites_BesideABatch_GoFirst()
    {
        _endpoint.AddCallers(200);
        _endpoint.RunUntil(2 * Minute);
        _endpoint.AddCallers(200, isLive: true);
        _endpoint.RunUntil(6 * Minute);

        _endpoint.CountFrom(4 * Minute, 2 * Minute, isLive: true).ShouldBeGreaterThan(1_100);
        _endpoint.MostRequests().ShouldBeLessThanOrEqualTo(600);
    }

    [Fact]
    public void FewLiveWrites_BesideABatch_DoNotWait()
    {
        _endpoint.AddCallers(200);
        _endpoint.RunUntil(2 * Minute);

        for (var i = 0; i < 60; i++)
        {
            _endpoint.RunUntil(2 * Minute + TimeSpan.FromSeconds(i));
            _endpoint.Limiter.Acquire(_endpoint.Limits, 1_000, isLive: true).Wait.ShouldBeLessThan(TimeSpan.FromMilliseconds(100));
        }
    }

    [Fact]
    public void LiveWrites_ThatWaitForOthersToEnd_GoFirst()
    {
        var endpoint = new SimulatedEndpoint(_endpoint.Limits with { ConcurrentRequests = 4 });
        endpoint.AddCallers(50);
        endpoint.AddCallers(50, isLive: true);
        endpoint.RunUntil(4 * Minute);

        var sent = endpoint.CountFrom(Minute, 3 * Minute);
        sent.ShouldBeGreaterThan(500);
        endpoint.CountFrom(Minute, 3 * Minute, isLive: true).ShouldBeGreaterThan((int)(sent * 0.95));
    }

    [Fact]
    public void FewLiveWrites_ThatWaitForOthersToEnd_DoNotWaitInTheQueueOfABatch()
    {
        var endpoint = new SimulatedEndpoint(_endpoint.Limits with { ConcurrentRequests = 4 });
        endpoint.AddCallers(300);
        endpoint.RunUntil(2 * Minute);
        endpoint.Limiter.Acquire(endpoint.Limits, 1_000, isLive: true).Id.ShouldNotBe(Guid.Empty);

        var waiting = endpoint.Limiter.Acquire(endpoint.Limits, 1_000, isLive: true);
        waiting.Id.ShouldBe(Guid.Empty);
        waiting.Wait.ShouldBeLessThan(TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public void Batch_BesideFewLiveWrites_KeepsItsShare()
    {
        _endpoint.AddCallers(200);
        _endpoint.AddCallers(1, isLive: true);
        _endpoint.RunUntil(4 * Minute);

        _endpoint.CountFrom(2 * Minute, 2 * Minute, isLive: false).ShouldBeGreaterThan((int)(960 * 0.95));
    }
}
