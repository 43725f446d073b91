using Orleans.Batch.Batches;
using Orleans.Batch.Client;
using Orleans.Batch.Grains.Recovery;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Grains.Settings;
using Orleans.Batch.Work;

namespace Orleans.Batch.Grains.Tests;

public sealed class RecoveryTests
{
    [Fact]
    public async Task LiveWrites_WithoutASiloOfTheirRole_WaitAndGoOnWhenOneComes()
    {
        using var gauge = new RoleGauge();
        await using var cluster = await RunningCluster.StartAsync(SiloRoles.Batch);
        await Eventually.TrueAsync(() => Task.FromResult(cluster.Log.Count(3031) == 1));
        cluster.Log.Text(3031).ShouldBe("No silo of the role Realtime is up: its work waits for one");
        gauge.Read().ShouldBe(["role=Batch 1", "role=Realtime 0"]);
        await cluster.Graphs.CreateGraphAsync(cluster.Project, "g", new GraphFields(), default);
        var tasks = new List<Guid>();
        for (var i = 0; i < 20; i++)
        {
            tasks.Add((await cluster.Realtime.AddEpisodeAsync(cluster.Project, Episode(i), null, default)).Value.TaskId);
        }

        (await cluster.Realtime.GetTaskAsync(cluster.Project, tasks[0], default)).Status.ShouldBe(IngestTaskStatus.Pending);
        cluster.Log.Count(3031).ShouldBe(1);
        cluster.Log.Failures.ShouldBeEmpty();

        await cluster.AddAsync(SiloRoles.Realtime);

        await Eventually.TrueAsync(
            async () => (await cluster.Realtime.GetTaskAsync(cluster.Project, tasks[^1], default)).Status == IngestTaskStatus.Succeeded);
        cluster.Log.Count(3032).ShouldBe(1);
        await Eventually.TrueAsync(
            () => Task.FromResult(gauge.Read().SequenceEqual(["role=Batch 1", "role=Batch 1", "role=Realtime 1", "role=Realtime 1"])));
        await cluster.Silos.StopSiloAsync(cluster.Silos.Silos[1]);
        await Eventually.TrueAsync(() => Task.FromResult(gauge.Read().SequenceEqual(["role=Batch 1", "role=Realtime 0"])));
        await Eventually.TrueAsync(() => Task.FromResult(cluster.Log.Count(3031) > 1)); // the stopping one may report it too
    }

    [Fact]
    public async Task Reminder_OfASweep_WakesABatchWhoseWakeupWasLost()
    {
        await using var cluster = await RunningCluster.StartAsync(SiloRoles.Batch);
        var batch = await cluster.DraftAsync(items: 6, graphs: 2);
        await SettledAsync(cluster);
        cluster.Steps.Hold(WorkKind.Batch); // the silo sweeps again by itself: the batch stays queued until it was asserted
        await cluster.InSilo<IBatchLifecycleStore>().SealAsync(cluster.Project, batch, null, null, default);
        (await cluster.Batches.GetAsync(cluster.Project, batch, default)).Status.ShouldBe(BatchStatus.Queued);

        for (var shard = 0; shard < new ClusterSettings().SweepShards; shard++)
        {
            await RingAsync(cluster, cluster.Grains.GetGrain<ISweepGrain>(shard));
        }

        cluster.Steps.LetGo();
        (await cluster.EndOfAsync(batch)).Status.ShouldBe(BatchStatus.Succeeded);
    }

    [Fact]
    public async Task Reminder_OfAWebhookShard_DeliversWithoutANudge()
    {
        await using var cluster = await RunningCluster.StartAsync(SiloRoles.Batch);
        await SettledAsync(cluster);
        var before = cluster.Steps.Steps.Count(s => s.Key == new WorkKey(WorkKind.Webhook, 0));

        await RingAsync(cluster, cluster.Grains.GetGrain<IWebhookReminderGrain>(0));

        await Eventually.TrueAsync(
            () => Task.FromResult(cluster.Steps.Steps.Count(s => s.Key == new WorkKey(WorkKind.Webhook, 0)) > before));
    }

    [Fact]
    public async Task Sweeps_ThatAreThrough_LeaveTheirMarkInOrleansTables()
    {
        await using var cluster = await RunningCluster.StartAsync(SiloRoles.Batch);

        await Eventually.TrueAsync(
            async () => await cluster.Database.ScalarAsync<long>(
                "SELECT count(*) FROM orleans_batch_cluster.orleansstorage WHERE graintypestring LIKE '%sweep%'") == new ClusterSettings().SweepShards);
    }

    // The reminder is registered by then; other work of the test wakes the silo first anyway.
    private static Task SettledAsync(RunningCluster cluster) =>
        Eventually.TrueAsync(
            async () => (await ReminderOf(cluster, cluster.Grains.GetGrain<ISweepGrain>(0))) > 0
                && (await ReminderOf(cluster, cluster.Grains.GetGrain<IWebhookReminderGrain>(0))) > 0
                && cluster.Steps.Running.Count == 0);

    private static async Task<int> ReminderOf(RunningCluster cluster, IAddressable grain) =>
        (await cluster.InSilo<IReminderTable>().ReadRows(grain.GetGrainId())).Reminders.Count;

    // Orleans fires reminders once a minute at most; this is the call it makes then.
    private static async Task RingAsync(RunningCluster cluster, IAddressable grain)
    {
        var row = (await cluster.InSilo<IReminderTable>().ReadRows(grain.GetGrainId())).Reminders.ShouldHaveSingleItem();
        row.Period.ShouldBe(TimeSpan.FromMinutes(1));
        await grain.AsReference<IRemindable>().ReceiveReminder(row.ReminderName, default);
    }

    private static NewEpisode Episode(int i) => new()
    {
        Target = GraphTarget.ForGraph("g"),
        Content = $"Item {i} is here.",
        DataType = DataType.Text,
    };
}
