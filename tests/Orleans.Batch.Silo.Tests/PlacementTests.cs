using Orleans.Batch.Actors;
using Orleans.Batch.Client;
using Orleans.Batch.Silo.Roles;

namespace Orleans.Batch.Silo.Tests;

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
            await cluster.Realtime.AddEpisodeAsync(cluster.Project, Live(g), default);
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

    [Fact]
    public void Grains_ButThoseThatAnySiloCanBe_HaveARole()
    {
        var anywhere = typeof(SiloSettings).Assembly.GetTypes()
            .Where(t => t.IsClass && !t.IsAbstract && t.IsAssignableTo(typeof(Grain)))
            .Where(t => t.GetCustomAttributes(typeof(SiloRoleAttribute), inherit: false).Length == 0)
            .Select(t => t.Name);
        anywhere.ShouldBe(["SweepGrain", "RolesGrain", "ReachGrain"], ignoreOrder: true);
    }

    private static NewEpisode Live(int graph) => new()
    {
        Target = GraphTarget.OfGraph($"graph-{graph}"),
        Content = "Ann lives in Rome.",
        DataType = DataType.Text,
    };
}
