using Orleans.Batch.Batches;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.TestKit.PostgreSql;
using Orleans.Batch.Work;
using Orleans.Storage;

namespace Orleans.Batch.Grains.Tests;

public sealed class LifecycleTests
{
    [Fact]
    public async Task Cancel_WhileEveryStepIsHeld_AnswersAndEndsTheBatch()
    {
        await using var cluster = await RunningCluster.StartAsync(SiloRoles.Batch);
        var batch = await cluster.DraftAsync(items: 30, graphs: 3);
        cluster.Steps.Hold(WorkKind.Graph);
        await cluster.Batches.ProcessAsync(cluster.Project, batch, null, default);

        var answer = await cluster.Batches.CancelAsync(cluster.Project, batch, default);
        var again = await cluster.Batches.CancelAsync(cluster.Project, batch, default);
        cluster.Steps.LetGo();

        answer.Repeated.ShouldBeFalse();
        again.Repeated.ShouldBeTrue();
        (await cluster.EndOfAsync(batch)).Status.ShouldBe(BatchStatus.Canceled);
    }

    [Fact]
    public async Task Change_OfABatchThatAnotherProcessMoved_FailsOnceAndThenKnows()
    {
        await using var cluster = await RunningCluster.StartAsync(SiloRoles.Batch);
        var batch = await PausedAsync(cluster);
        var grain = await cluster.GrainOfAsync(batch);
        await cluster.InSilo<IBatchLifecycleStore>().SetPausedAsync(cluster.Project, batch, paused: false, version: null, default);

        await Should.ThrowAsync<InconsistentStateException>(async () => await grain.ResumeAsync(cluster.Project, default));

        (await grain.PauseAsync(cluster.Project, default)).PausedAt.ShouldNotBeNull();
        cluster.Steps.LetGo();
        (await cluster.Batches.ResumeAsync(cluster.Project, batch, default)).PausedAt.ShouldBeNull();
        (await cluster.EndOfAsync(batch)).Status.ShouldBe(BatchStatus.Succeeded);
    }

    [Fact]
    public async Task Client_WhoseGrainWasOvertaken_AsksAgainByItself()
    {
        await using var cluster = await RunningCluster.StartAsync(SiloRoles.Batch);
        var batch = await PausedAsync(cluster);
        await cluster.InSilo<IBatchLifecycleStore>().SetPausedAsync(cluster.Project, batch, paused: false, version: null, default);

        (await cluster.Batches.PauseAsync(cluster.Project, batch, default)).PausedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Refusals_OfTheGrain_AreThoseOfTheEngine()
    {
        await using var cluster = await RunningCluster.StartAsync(SiloRoles.Batch);
        var batch = await cluster.DraftAsync(items: 1, graphs: 1);

        var refusal = await Should.ThrowAsync<BatchServiceException>(
            async () => await cluster.Batches.PauseAsync(cluster.Project, batch, default));

        refusal.Kind.ShouldBe(ErrorKind.Conflict);
        refusal.Code.ShouldBe(ErrorCodes.NotProcessed);
    }

    [Fact]
    public async Task Change_ThatTheDatabaseDidNotTake_IsRefusedAsUnavailableAndCanBeRepeated()
    {
        await using var cluster = await RunningCluster.StartBehindProxyAsync(SiloRoles.Batch);
        var batch = await PausedAsync(cluster);
        cluster.Proxy!.DropNext(CommitFault.CommitLost, IsCancel);

        var refusal = await Should.ThrowAsync<BatchServiceException>(
            async () => await cluster.Batches.CancelAsync(cluster.Project, batch, default));
        var repeated = await cluster.Batches.CancelAsync(cluster.Project, batch, default);

        (refusal.Kind, refusal.Code).ShouldBe((ErrorKind.Unavailable, ErrorCodes.Unavailable));
        refusal.RetryAfter.ShouldNotBeNull();
        repeated.Repeated.ShouldBeFalse();
    }

    [Fact]
    public async Task Change_WhoseOutcomeCannotBeLookedUp_IsToldAsUnknown()
    {
        await using var cluster = await RunningCluster.StartBehindProxyAsync(SiloRoles.Batch);
        var batch = await PausedAsync(cluster);
        cluster.Proxy!.DropNext(CommitFault.AnswerLost, IsCancel, thenCutOff: true);

        var refusal = await Should.ThrowAsync<BatchServiceException>(
            async () => await cluster.Batches.CancelAsync(cluster.Project, batch, default));
        cluster.Proxy.Restore();
        var repeated = await cluster.Batches.CancelAsync(cluster.Project, batch, default);

        (refusal.Kind, refusal.Code).ShouldBe((ErrorKind.OutcomeUnknown, ErrorCodes.OutcomeUnknown));
        repeated.Repeated.ShouldBeTrue("it was done, and its caller could not know");
    }

    [Fact]
    public async Task Process_WhoseOutcomeCannotBeLookedUp_IsToldAsUnknown()
    {
        await using var cluster = await RunningCluster.StartBehindProxyAsync(SiloRoles.Batch);
        var batch = await cluster.DraftAsync(items: 3, graphs: 1);
        cluster.Proxy!.DropNext(CommitFault.AnswerLost, IsSeal, thenCutOff: true);

        var refusal = await Should.ThrowAsync<BatchServiceException>(
            async () => await cluster.Batches.ProcessAsync(cluster.Project, batch, null, default));
        cluster.Proxy.Restore();

        (refusal.Kind, refusal.Code).ShouldBe((ErrorKind.OutcomeUnknown, ErrorCodes.OutcomeUnknown));
        (await cluster.EndOfAsync(batch)).Status.ShouldBe(BatchStatus.Succeeded);
    }

    private static bool IsCancel(ObservedCommit commit) =>
        commit.Statements.Any(s => s.Contains("cancel_requested_at = t.now", StringComparison.Ordinal));

    private static bool IsSeal(ObservedCommit commit) =>
        commit.Statements.Any(s => s.Contains("process_number = p.process_counter", StringComparison.Ordinal));

    private static async Task<Guid> PausedAsync(RunningCluster cluster)
    {
        var batch = await cluster.DraftAsync(items: 30, graphs: 3);
        cluster.Steps.Hold(WorkKind.Graph);
        await cluster.Batches.ProcessAsync(cluster.Project, batch, null, default);
        (await cluster.Batches.PauseAsync(cluster.Project, batch, default)).PausedAt.ShouldNotBeNull();
        return batch;
    }
}
