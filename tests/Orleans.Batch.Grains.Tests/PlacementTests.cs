using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Grains.Settings;
using Orleans.Batch.Work;

namespace Orleans.Batch.Grains.Tests;

public sealed class PlacementTests
{
    [Fact]
    public async Task Work_OfEveryKind_RunsOnSilosOfItsRole()
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
                cluster.Steps.SilosOf(WorkKind.Realtime).Count > 0 && cluster.Steps.SilosOf(WorkKind.Webhook).Count > 0));
        cluster.Steps.SilosOf(WorkKind.Realtime).ShouldBe(["Silo_0"]);
        foreach (var kind in (WorkKind[])[WorkKind.Batch, WorkKind.Graph, WorkKind.Webhook])
        {
            cluster.Steps.SilosOf(kind).ShouldBeSubsetOf(["Silo_1", "Silo_2"], kind.ToString());
        }

        cluster.Steps.SilosOf(WorkKind.Graph).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(1)] // small lanes, which share grains
    [InlineData(10)] // a grain each
    public async Task Silo_ThatJoinsInMidBatch_TakesItsShareOfTheNextGraphs(int itemsOfALane)
    {
        var items = 30 * itemsOfALane;
        await using var cluster = await RunningCluster.StartAsync(SiloRoles.Batch);
        var batch = await cluster.DraftAsync(items, graphs: 30);
        cluster.Steps.Hold(WorkKind.Graph);
        await cluster.Batches.ProcessAsync(cluster.Project, batch, null, default);
        await Eventually.TrueAsync(
            () => Task.FromResult(cluster.Steps.Running.Count(s => s.Key.Kind == WorkKind.Graph) == 30));

        await cluster.AddAsync(SiloRoles.Batch);
        var next = await NextDraftAsync(cluster, items);
        await cluster.Batches.ProcessAsync(cluster.Project, next, null, default);
        cluster.Steps.LetGo();

        (await cluster.EndOfAsync(batch)).Progress.SucceededItems.ShouldBe(items);
        (await cluster.EndOfAsync(next)).Progress.SucceededItems.ShouldBe(items);
        cluster.Steps.SilosOf(WorkKind.Graph).ShouldBe(["Silo_0", "Silo_1"]);
        cluster.Steps.Overlaps.ShouldBeEmpty();
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

    private static async Task<Guid> NextDraftAsync(RunningCluster cluster, int items)
    {
        for (var g = 30; g < 60; g++)
        {
            await cluster.Graphs.CreateGraphAsync(cluster.Project, $"graph-{g}", new GraphFields(), default);
        }

        var batch = (await cluster.Batches.CreateAsync(cluster.Project, new NewBatch(), null, default)).Value.BatchId;
        await cluster.Batches.AddAsync(
            cluster.Project,
            batch,
            [.. Enumerable.Range(0, items).Select(i => RunningCluster.Item(i, graphs: 30) with { GraphId = $"graph-{30 + (i % 30)}" })],
            null,
            default);
        return batch;
    }

    private static NewEpisode Live(int graph) => new()
    {
        Target = GraphTarget.ForGraph($"graph-{graph}"),
        Content = "Ann lives in Rome.",
        DataType = DataType.Text,
    };
}
