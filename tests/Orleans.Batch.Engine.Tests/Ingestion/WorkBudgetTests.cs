using Orleans.Batch.Ingestion;

namespace Orleans.Batch.Engine.Tests.Ingestion;

/// <summary>The amount of work in memory, and the order of waiting work.</summary>
public sealed class WorkBudgetTests
{
    private readonly WorkBudget _budget = new(capacity: 100);

    [Fact]
    public async Task Reserve_WhatDoesNotFit_WaitsUntilItDoes()
    {
        using var first = _budget.Open(project: 1);
        using var second = _budget.Open(project: 2);
        (await first.TryReserveAsync(60, default)).ShouldBeTrue();

        var waiting = second.TryReserveAsync(60, default).AsTask();
        waiting.IsCompleted.ShouldBeFalse();
        first.Settle(reserved: 60, used: 41);
        waiting.IsCompleted.ShouldBeFalse();
        first.Settle(reserved: 41, used: 40);

        (await waiting.WaitAsync(Eventually.MaxWait)).ShouldBeTrue();
        _budget.Taken.ShouldBe(100);
    }

    [Fact]
    public async Task Reserve_AShareThatHoldsSomething_IsRefusedInsteadOfWaiting()
    {
        using var first = _budget.Open(project: 1);
        using var second = _budget.Open(project: 1);
        await first.TryReserveAsync(50, default);
        await second.TryReserveAsync(50, default);

        foreach (var share in new[] { first, second })
        {
            var refused = share.TryReserveAsync(1, default);
            refused.IsCompleted.ShouldBeTrue("it waits for what the other will never give back");
            (await refused).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Reserve_MoreThanThereIs_IsLetInAlone()
    {
        using var large = _budget.Open(project: 1);
        (await large.TryReserveAsync(1_000, default)).ShouldBeTrue();

        using var small = _budget.Open(project: 2);
        var waiting = small.TryReserveAsync(1, default).AsTask();
        waiting.IsCompleted.ShouldBeFalse();
        large.Dispose();

        (await waiting.WaitAsync(Eventually.MaxWait)).ShouldBeTrue();
        _budget.Taken.ShouldBe(1);
    }

    [Fact]
    public async Task Reserve_AProjectWithMuchWaiting_DelaysAnotherByOneTurn()
    {
        var order = new List<long>();
        var holder = _budget.Open(project: 1);
        await holder.TryReserveAsync(100, default);
        var waiting = Enumerable.Range(0, 50).Select(_ => WaitAsync(project: 1)).ToList();
        waiting.Add(WaitAsync(project: 2));

        holder.Dispose();
        await Task.WhenAll(waiting).WaitAsync(Eventually.MaxWait);

        order.IndexOf(2).ShouldBeLessThanOrEqualTo(1);

        async Task WaitAsync(long project)
        {
            using var share = _budget.Open(project);
            await share.TryReserveAsync(100, default);
            order.Add(project); // one at a time
        }
    }

    [Fact]
    public async Task Reserve_GivenUp_KeepsNothingBehindItOut()
    {
        using var stop = new CancellationTokenSource();
        using var holder = _budget.Open(project: 1);
        await holder.TryReserveAsync(60, default);
        using var first = _budget.Open(project: 1);
        using var second = _budget.Open(project: 1);
        var given = first.TryReserveAsync(100, stop.Token).AsTask();
        var behind = second.TryReserveAsync(50, default).AsTask();

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(given);
        holder.Settle(reserved: 60, used: 50);

        (await behind.WaitAsync(Eventually.MaxWait)).ShouldBeTrue();
        _budget.Taken.ShouldBe(100);
    }

    [Fact]
    public async Task Dispose_Twice_GivesBackOnce()
    {
        var share = _budget.Open(project: 1);
        await share.TryReserveAsync(10, default);

        share.Dispose();
        share.Dispose();

        _budget.Taken.ShouldBe(0);
    }
}
