using Orleans.Batch.Actors;
using Orleans.Batch.Batches;
using Orleans.Storage;

namespace Orleans.Batch.Silo.Tests;

public sealed class LifecycleTests
{
    [Fact]
    public async Task Cancel_WhileEveryStepIsHeld_AnswersAndEndsTheBatch()
    {
        await using var cluster = await RunningCluster.StartAsync(SiloRoles.Batch);
        var batch = await cluster.DraftAsync(items: 30, graphs: 3);
        cluster.Steps.Hold(ActorKind.Graph);
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
        await cluster.InSilo<IBatchStore>().SetPausedAsync(cluster.Project, batch, paused: false, version: null, default);

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
        await cluster.InSilo<IBatchStore>().SetPausedAsync(cluster.Project, batch, paused: false, version: null, default);

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

    private static async Task<Guid> PausedAsync(RunningCluster cluster)
    {
        var batch = await cluster.DraftAsync(items: 30, graphs: 3);
        cluster.Steps.Hold(ActorKind.Graph);
        await cluster.Batches.ProcessAsync(cluster.Project, batch, null, default);
        (await cluster.Batches.PauseAsync(cluster.Project, batch, default)).PausedAt.ShouldNotBeNull();
        return batch;
    }
}
