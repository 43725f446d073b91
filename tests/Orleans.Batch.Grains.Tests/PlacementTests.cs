using Orleans.Batch.Actors;
using Orleans.Batch.Client;
using Orleans.Batch.Grains.Actors;
using Orleans.Batch.Grains.Hosting;
using Orleans.Batch.Grains.Ingestion;
using Orleans.Batch.Grains.Roles;

namespace Orleans.Batch.Grains.Tests;

public sealed class PlacementTests
{
    [Fact]
    public async Task Actors_OfEveryKind_WorkOnSilosOfTheirRole()
    {
        await using var cluster = await RunningCluster.StartAsync(SiloRoles.Realtime, SiloRoles.Batch, SiloRoles.Batch);
        var batch = await cluster.DraftAsync(items: 200, graphs: 20);
        await cluster.Batches.ProcessAsync(cluster.Project, batch, null, default);
        for (var g = 0; g < 10; g++)
        {
            await cluster.Realtime.AddEpisodeAsync(cluster.Project, Live(g), null, default);
        }

        for (var shard = 0; shard < 4; shard++)
        {
            await cluster.Grains.GetGrain<IWebhookReminderGrain>(shard).WakeAsync();
        }

        (await cluster.EndOfAsync(batch)).Status.ShouldBe(BatchStatus.Succeeded);
        await Eventually.TrueAsync(
            () => Task.FromResult(
                cluster.Steps.SilosOf(ActorKind.Realtime).Count > 0 && cluster.Steps.SilosOf(ActorKind.Webhook).Count > 0));
        cluster.Steps.SilosOf(ActorKind.Realtime).ShouldBe(["Silo_0"]);
        foreach (var kind in (ActorKind[])[ActorKind.Batch, ActorKind.Graph, ActorKind.Webhook])
        {
            cluster.Steps.SilosOf(kind).ShouldBeSubsetOf(["Silo_1", "Silo_2"], kind.ToString());
        }

        cluster.Steps.SilosOf(ActorKind.Graph).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(1)] // small lanes, which share grains
    [InlineData(10)] // a grain each
    public async Task Silo_ThatJoinsInMidBatch_TakesOverItsShareOfTheGraphsAtWork(int itemsOfALane)
    {
        var items = 30 * itemsOfALane;
        await using var cluster = await RunningCluster.StartAsync(SiloRoles.Batch);
        var batch = await cluster.DraftAsync(items, graphs: 30);
        var next = await NextDraftAsync(cluster, items);
        cluster.Steps.Hold(ActorKind.Graph);
        await cluster.Batches.ProcessAsync(cluster.Project, batch, null, default);
        await cluster.Batches.ProcessAsync(cluster.Project, next, null, default);
        await Eventually.TrueAsync(
            () => Task.FromResult(cluster.Steps.Running.Count(s => s.Key.Kind == ActorKind.Graph) == 30));

        var second = await cluster.AddAsync(SiloRoles.Batch);
        var (first, owners) = (cluster.InSilo<SiloActors>(0), cluster.InSilo<RoleOwners>(0));
        var moved = cluster.Steps.Running.Keys.Where(a => a.Kind == ActorKind.Graph).Select(a => a.Key)
            .Where(k => second.SiloAddress.Equals(
                owners.OwnerOf(cluster.Grains.GetGrain<IGraphIngestGrain>(k).GetGrainId(), SiloRoles.Batch)))
            .ToList();
        moved.Count.ShouldBeInRange(1, 29);
        await Eventually.TrueAsync(
            () => Task.FromResult(!first.Busy.Where(g => g is GraphIngestGrain or SmallLanesGrain).Cast<Grain>()
                .Any(g => moved.Contains(g.GetPrimaryKeyLong())))); // a graph's key is its shard's, with so few of them
        cluster.Steps.LetGo();

        (await cluster.EndOfAsync(batch)).Progress.SucceededItems.ShouldBe(items);
        (await cluster.EndOfAsync(next)).Progress.SucceededItems.ShouldBe(items);
        moved.ShouldBeSubsetOf(cluster.Steps.Steps.Where(s => s.Actor.Kind == ActorKind.Graph).GroupBy(s => s.Actor.Key, s => s.Silo)
            .Where(steps => steps.Last() == "Silo_1").Select(steps => steps.Key));
    }

    [Fact]
    public void Grains_ButThoseThatAnySiloCanBe_HaveARole()
    {
        var anywhere = typeof(ClusterSettings).Assembly.GetTypes()
            .Where(t => t.IsClass && !t.IsAbstract && t.IsAssignableTo(typeof(Grain)))
            .Where(t => t.GetCustomAttributes(typeof(SiloRoleAttribute), inherit: false).Length == 0)
            .Select(t => t.Name);
        anywhere.ShouldBe(["SweepGrain", "RolesGrain", "ReachGrain"], ignoreOrder: true);
    }

    // It waits behind the first one on every graph.
    private static async Task<Guid> NextDraftAsync(RunningCluster cluster, int items)
    {
        var batch = (await cluster.Batches.CreateAsync(cluster.Project, new NewBatch(), null, default)).Value.BatchId;
        await cluster.Batches.AddAsync(
            cluster.Project, batch, [.. Enumerable.Range(0, items).Select(i => RunningCluster.Item(i, graphs: 30))], null, default);
        return batch;
    }

    private static NewEpisode Live(int graph) => new()
    {
        Target = GraphTarget.OfGraph($"graph-{graph}"),
        Content = "Ann lives in Rome.",
        DataType = DataType.Text,
    };
}
