using Orleans.Batch.Client;
using Orleans.Batch.Grains.Addressing;
using Orleans.Batch.Grains.Ingestion;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Work;

namespace Orleans.Batch.Grains.Tests;

public sealed class SingleWriterTests
{
    [Fact]
    public async Task Graphs_WokenFromEverywhere_AreStepedByOneSiloAtATime()
    {
        await using var cluster = await RunningCluster.StartAsync(SiloRoles.Batch, SiloRoles.Batch);
        var batch = await cluster.DraftAsync(items: 900, graphs: 15);
        await cluster.Batches.ProcessAsync(cluster.Project, batch, null, default);
        var ended = cluster.EndOfAsync(batch);
        var keys = await cluster.Database.ColumnAsync<long>("SELECT graph_key FROM graph");
        while (!ended.IsCompleted)
        {
            await Task.WhenAll(keys.Select(k => cluster.Grains.GetGrain<IGraphIngestGrain>(k).WakeAsync()));
            await Task.Yield();
        }

        (await ended).Progress.SucceededItems.ShouldBe(900);
        cluster.Steps.SilosOf(WorkKind.Graph).Count.ShouldBe(2);
        cluster.Steps.Overlaps.ShouldBeEmpty();
    }

    [Fact]
    public async Task Deactivation_InMidStep_WaitsForItAndTheWorkGoesOn()
    {
        await using var cluster = await RunningCluster.StartAsync(SiloRoles.Batch, SiloRoles.Batch);
        var batch = await cluster.DraftAsync(items: 30, graphs: 1);
        cluster.Steps.Hold(WorkKind.Graph);
        await cluster.Batches.ProcessAsync(cluster.Project, batch, null, default);
        await Eventually.TrueAsync(
            () => Task.FromResult(cluster.Steps.Running.Keys.Any(a => a.Kind == WorkKind.Graph)));
        var graph = cluster.Steps.Running.Keys.Single(a => a.Kind == WorkKind.Graph);

        var gone = cluster.Silos.DeactivateAsync(cluster.Grains.GetGrain<IGraphIngestGrain>(graph.Key));
        (await Task.WhenAny(gone, Task.Delay(TimeSpan.FromSeconds(1)))).ShouldNotBe(gone);
        cluster.Steps.LetGo();

        await gone;
        (await cluster.EndOfAsync(batch)).Progress.SucceededItems.ShouldBe(30);
        cluster.Steps.Overlaps.ShouldBeEmpty();
    }

    [Fact]
    public async Task SmallLanes_OfManyGraphs_NeedNoGrainForEachOfThem()
    {
        await using var cluster = await RunningCluster.StartAsync(SiloRoles.Batch, SiloRoles.Batch);
        var batch = await cluster.DraftAsync(items: 400, graphs: 400);

        await cluster.Batches.ProcessAsync(cluster.Project, batch, null, default);

        (await cluster.EndOfAsync(batch)).Progress.SucceededItems.ShouldBe(400);
        cluster.Steps.SilosOf(WorkKind.Graph).Count.ShouldBe(2);
        cluster.Steps.Overlaps.ShouldBeEmpty();
        var grains = await cluster.Grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics();
        grains.ShouldContain(g => g.GrainType.Contains(nameof(SmallLanesGrain)));
        grains.ShouldNotContain(g => g.GrainType.Contains(nameof(GraphIngestGrain)));
    }

    [Fact]
    public async Task SmallLanes_WhoseGrainGoesInMidStep_AreWaitedForAndGoOn()
    {
        await using var cluster = await RunningCluster.StartAsync(SiloRoles.Batch, SiloRoles.Batch);
        var batch = await cluster.DraftAsync(items: 7, graphs: 1); // more than a chunk of 3, fewer than a large lane's 8
        cluster.Steps.Hold(WorkKind.Graph);
        await cluster.Batches.ProcessAsync(cluster.Project, batch, null, default);
        await Eventually.TrueAsync(
            () => Task.FromResult(cluster.Steps.Running.Keys.Any(a => a.Kind == WorkKind.Graph)));
        var graph = cluster.Steps.Running.Keys.Single(a => a.Kind == WorkKind.Graph);

        var gone = cluster.Silos.DeactivateAsync(cluster.Grains.GetGrain<ISmallLanesGrain>(GraphShards.GetShard(graph.Key)));
        (await Task.WhenAny(gone, Task.Delay(TimeSpan.FromSeconds(1)))).ShouldNotBe(gone);
        cluster.Steps.LetGo();

        await gone;
        (await cluster.EndOfAsync(batch)).Progress.SucceededItems.ShouldBe(7);
        cluster.Steps.Overlaps.ShouldBeEmpty();
    }

    [Fact]
    public async Task Silo_ThatIsKilledInMidBatch_LosesNothing()
    {
        await using var cluster = await RunningCluster.StartAsync(SiloRoles.Batch, SiloRoles.Batch);
        var batch = await cluster.DraftAsync(items: 600, graphs: 30);
        await cluster.Batches.ProcessAsync(cluster.Project, batch, null, default);

        await cluster.Silos.KillSiloAsync(cluster.Silos.Silos[1]);

        (await cluster.EndOfAsync(batch)).Progress.SucceededItems.ShouldBe(600);
        (await cluster.Database.ScalarAsync<long>("SELECT count(*) FROM graph_episode")).ShouldBe(600);
    }
}
