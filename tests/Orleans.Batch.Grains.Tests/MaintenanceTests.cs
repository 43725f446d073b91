using Orleans.Batch.Grains.Addressing;
using Orleans.Batch.Grains.Maintenance;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Work;

namespace Orleans.Batch.Grains.Tests;

/// <summary>Work that is done once for the whole cluster.</summary>
public sealed class MaintenanceTests
{
    [Fact]
    public async Task Housekeeping_WhoseGrainIsMadeAnew_GoesOnByItsSchedule()
    {
        await using var cluster = await RunningCluster.StartAsync(SiloRoles.Batch, SiloRoles.Batch);
        await Eventually.TrueAsync(async () => await RowsAsync(cluster) == 1);
        var before = StepsOf(cluster, WorkKind.Housekeeping);
        var grain = cluster.Grains.GetGrain<IHousekeepingGrain>(0);

        await cluster.Silos.DeactivateAsync(grain);
        for (var i = 0; i < 10; i++)
        {
            await cluster.InSilo<IGrainFactory>().GetGrain<IHousekeepingGrain>(0).WakeAsync();
        }

        await Eventually.TrueAsync(async () => await ActivationsAsync(cluster, nameof(HousekeepingGrain)) == 1);
        StepsOf(cluster, WorkKind.Housekeeping).ShouldBe(before, "the next round is due in half a minute");
        cluster.Steps.Overlaps.ShouldBeEmpty();
    }

    [Fact]
    public async Task SearchIndex_WhoseSiloIsKilled_IsFilledByAnother()
    {
        await using var cluster = await RunningCluster.StartAsync(SiloRoles.Batch, SiloRoles.Batch);
        await Eventually.TrueAsync(() => Task.FromResult(StepsOf(cluster, WorkKind.SearchIndex) > 0));
        cluster.Steps.SilosOf(WorkKind.SearchIndex).Count.ShouldBe(1, "there is one");
        var first = cluster.Steps.SilosOf(WorkKind.SearchIndex).Single();

        await cluster.Silos.KillSiloAsync(cluster.Silos.Silos.Single(s => s.Name == first));

        await Eventually.TrueAsync(() => Task.FromResult(cluster.Steps.SilosOf(WorkKind.SearchIndex).Count == 2));
    }

    private static int StepsOf(RunningCluster cluster, WorkKind kind) => cluster.Steps.Steps.Count(s => s.Key.Kind == kind);

    private static Task<long> RowsAsync(RunningCluster cluster) => cluster.Database.ScalarAsync<long>(
        "SELECT count(*) FROM orleans_batch_cluster.orleansstorage WHERE graintypestring LIKE '%housekeeping%'");

    private static async Task<int> ActivationsAsync(RunningCluster cluster, string grain) =>
        (await cluster.Grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics())
            .Where(g => g.GrainType.Contains(grain)).Sum(g => g.ActivationCount);
}
