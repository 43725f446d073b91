using Orleans.Batch.PostgreSql.InFlight;

namespace Orleans.Batch.PostgreSql.Tests.InFlight;

public sealed class SharedExclusiveGateTests
{
    private readonly SharedExclusiveGate _gate = new();

    [Fact]
    public async Task Enter_Alone_WaitsForAllInsideAndKeepsLaterOnesOut()
    {
        (await EnteredAsync(alone: false), await EnteredAsync(alone: false)).ShouldBe((true, true));

        var alone = Enter(alone: true);
        var later = Enter(alone: false);
        _gate.Leave();
        (alone.IsCompleted, later.IsCompleted).ShouldBe((false, false));
        _gate.Leave();
        await alone;
        later.IsCompleted.ShouldBeFalse();
        _gate.Leave();
        await later;
    }

    [Fact]
    public async Task Enter_TwoAlone_AreInOneAfterTheOther()
    {
        await Enter(alone: true);
        var second = Enter(alone: true);

        second.IsCompleted.ShouldBeFalse();
        _gate.Leave();
        await second;
    }

    [Fact]
    public async Task Enter_GivenUp_IsPassedOver()
    {
        await Enter(alone: false);
        using var cancel = new CancellationTokenSource();
        var alone = _gate.EnterAsync(alone: true, cancel.Token).AsTask();
        var behind = Enter(alone: false);

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => alone);
        _gate.Leave();

        await behind;
        _gate.Leave();
        (await EnteredAsync(alone: true)).ShouldBeTrue("the gate is empty again");
    }

    private Task Enter(bool alone) => _gate.EnterAsync(alone, default).AsTask();

    private async Task<bool> EnteredAsync(bool alone)
    {
        var entered = Enter(alone);
        var at = entered.IsCompleted;
        await entered;
        return at;
    }
}
