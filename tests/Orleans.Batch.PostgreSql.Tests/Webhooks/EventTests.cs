using System.Text.Json;
using Orleans.Batch.TestKit;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Webhooks;

/// <summary>The messages that the whole engine writes into the outbox, their endpoints, and the wake-ups.</summary>
public sealed class EventTests(TestDatabase database) : WebhookFixture(database)
{
    private readonly RecordingDispatcher _dispatcher = new();

    [Fact]
    public async Task ABatchThatEnds_IsToldOnceToEverySubscribedEndpoint()
    {
        await using var engine = await StartAsync();
        var (first, second) = (await NewEndpointAsync(), await NewEndpointAsync(WebhookEvents.BatchCompleted, WebhookEvents.EpisodeProcessed));
        var (other, disabled) = (await NewEndpointAsync(WebhookEvents.EpisodeProcessed), await NewEndpointAsync());
        await Endpoints.UpdateAsync(Project, disabled, new WebhookEndpointFields { Enabled = false }, default);

        var batch = await RunAsync(engine, [Text("g0"), Text("g1")]);

        var payload = JsonDocument.Parse((await PayloadsAsync(WebhookEvents.BatchCompleted)).ShouldHaveSingleItem()).RootElement;
        payload.EnumerateObject().Select(p => p.Name).ShouldBe(
            ["event_name", "account_uuid", "project_uuid", "batch_id", "completed_at", "facts", "entities"]);
        payload.GetProperty("batch_id").GetGuid().ShouldBe(batch.BatchId);
        payload.GetProperty("completed_at").GetDateTimeOffset().ShouldBe(batch.CompletedAt!.Value);
        (await DeliveriesAsync(WebhookEvents.BatchCompleted)).ShouldBe([first, second], ignoreOrder: true);
        (await DeliveriesAsync(WebhookEvents.EpisodeProcessed)).Distinct().ShouldBe([second, other], ignoreOrder: true);
        await Eventually.TrueAsync(() => Task.FromResult(!_dispatcher.Woken.IsEmpty));
    }

    [Fact]
    public async Task ABatchThatIsInvalid_IsToldOnceToo()
    {
        await using var engine = await StartAsync();
        var endpoint = await NewEndpointAsync(WebhookEvents.BatchCompleted, WebhookEvents.BatchFirstError);

        var batch = await NewBatchAsync(engine, [.. Enumerable.Repeat(Text("nowhere"), 50)]); // prepared after the answer
        await engine.Batches.ProcessAsync(Project, batch, null, default);

        (await engine.EndOfAsync(Project, batch)).Status.ShouldBe(BatchStatus.Invalid);
        (await PayloadsAsync(WebhookEvents.BatchCompleted)).Count.ShouldBe(1);
        (await DeliveriesAsync(WebhookEvents.BatchCompleted)).ShouldBe([endpoint]);
        (await PayloadsAsync(WebhookEvents.BatchFirstError)).ShouldBeEmpty(); // it never ran
        await Eventually.TrueAsync(() => Task.FromResult(!_dispatcher.Woken.IsEmpty));
    }

    [Fact]
    public async Task ItemsThatFail_AreToldOfOncePerBatch()
    {
        await using var engine = await StartAsync();
        var endpoint = await NewEndpointAsync(WebhookEvents.BatchFirstError);

        // Many lanes and small commits: several writers find a first error at once.
        var batch = await RunAsync(engine, [.. Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? Text($"g{i % 2}") : Broken($"g{i % 2}"))]);

        batch.Progress.FailedItems.ShouldBe(40);
        var payload = JsonDocument.Parse((await PayloadsAsync(WebhookEvents.BatchFirstError)).ShouldHaveSingleItem()).RootElement;
        payload.EnumerateObject().Select(p => p.Name).ShouldBe(
            ["event_name", "account_uuid", "project_uuid", "batch_id", "item_id", "sequence_index", "code", "message", "occurred_at"]);
        var sequence = payload.GetProperty("sequence_index").GetInt32();
        payload.GetProperty("item_id").GetGuid().ShouldBe(BatchItemId.Create(batch.BatchId, sequence));
        payload.GetProperty("code").GetString().ShouldBe(ErrorCodes.InvalidJsonData);
        payload.GetProperty("occurred_at").GetDateTimeOffset().ShouldBeLessThanOrEqualTo(batch.CompletedAt!.Value);
        (await DeliveriesAsync(WebhookEvents.BatchFirstError)).ShouldBe([endpoint]);

        await RunAsync(engine, [Broken("g0")]);
        (await PayloadsAsync(WebhookEvents.BatchFirstError)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task EpisodesOfASubscribedProject_AreToldOfOneByOneAsTheContractSays()
    {
        await using var engine = await StartAsync();
        await NewEndpointAsync(WebhookEvents.EpisodeProcessed);
        await engine.Users.CreateUserAsync(Project, "u", new UserFields(), default);
        await engine.Threads.CreateThreadAsync(Project, "t", "u", default);
        var message = new NewBatchItem { Kind = ItemKind.ThreadMessage, ThreadId = "t", Role = RoleType.User, Content = "hello" };

        await RunAsync(engine, [Text("g0"), Broken("g0"), message, .. Enumerable.Repeat(Text("g1"), 30)]);

        var told = (await PayloadsAsync(WebhookEvents.EpisodeProcessed)).Select(p => JsonDocument.Parse(p).RootElement).ToList();
        told.Count.ShouldBe(32);
        told.Select(p => p.GetProperty("episode_uuid").GetGuid()).ShouldBe(
            await Database.ColumnAsync<Guid>(
                "SELECT episode_uuid FROM graph_episode JOIN graph USING (graph_key) WHERE project_key = $1", Project.Value),
            ignoreOrder: true);
        string[] common = ["event_name", "account_uuid", "project_uuid", "episode_uuid", "source", "completed_at", "graph_type"];
        var ofGraph = told.First(p => p.GetProperty("graph_type").GetString() == "graph");
        ofGraph.EnumerateObject().Select(p => p.Name).ShouldBe([.. common, "graph_id", "graph_uuid"]);
        var ofUser = told.Single(p => p.GetProperty("graph_type").GetString() == "user");
        ofUser.EnumerateObject().Select(p => p.Name).ShouldBe([.. common, "user_id", "graph_uuid", "user_uuid"]);
        (ofUser.GetProperty("user_id").GetString(), ofUser.GetProperty("source").GetString()).ShouldBe(("u", "message"));
    }

    [Fact]
    public async Task ItemsOfAProjectThatAsksForNothing_LeaveNothing()
    {
        await using var engine = await StartAsync();
        await NewEndpointAsync(WebhookEvents.BatchCompleted);
        var disabled = await NewEndpointAsync(WebhookEvents.EpisodeProcessed, WebhookEvents.BatchFirstError);
        await Endpoints.UpdateAsync(Project, disabled, new WebhookEndpointFields { Enabled = false }, default);

        await RunAsync(engine, [Text("g0"), Broken("g1")]);

        (await Database.ColumnAsync<string>("SELECT event_name FROM outbox WHERE project_key = $1", Project.Value))
            .ShouldBe([WebhookEvents.BatchCompleted]);
    }

    [Fact]
    public async Task EndpointsDeletedWhileABatchRuns_FailNoItem()
    {
        await using var engine = await StartAsync();
        var endpoints = new List<Guid>();
        for (var i = 0; i < 20; i++)
        {
            endpoints.Add(await NewEndpointAsync([.. WebhookEvents.All]));
        }

        var running = RunAsync(engine, [.. Enumerable.Range(0, 400).Select(i => Text($"g{i % 2}"))]);
        foreach (var endpoint in endpoints)
        {
            (await Endpoints.DeleteAsync(Project, endpoint, default)).ShouldBeTrue();
        }

        var end = await running;
        (end.Status, end.Progress.SucceededItems).ShouldBe((BatchStatus.Succeeded, 400));
        (await DeliveriesAsync(WebhookEvents.EpisodeProcessed)).ShouldBeEmpty();
    }

    private Task<RunningEngine> StartAsync() => RunningEngine.StartAsync(Database, _dispatcher.Replace);

    private async Task<Guid> NewBatchAsync(RunningEngine engine, IReadOnlyList<NewBatchItem> items)
    {
        foreach (var graph in (string[])["g0", "g1"])
        {
            if (await Database.ScalarAsync<long>(
                "SELECT count(*) FROM graph WHERE project_key = $1 AND graph_id = $2", Project.Value, graph) == 0)
            {
                await engine.Graphs.CreateGraphAsync(Project, graph, new GraphFields(), default);
            }
        }

        var batch = (await engine.Batches.CreateAsync(Project, new NewBatch(), null, default)).Value.BatchId;
        await engine.Batches.AddAsync(Project, batch, items, null, default);
        return batch;
    }

    private async Task<BatchSummary> RunAsync(RunningEngine engine, IReadOnlyList<NewBatchItem> items)
    {
        var batch = await NewBatchAsync(engine, items);
        await engine.Batches.ProcessAsync(Project, batch, null, default);
        return await engine.EndOfAsync(Project, batch);
    }

    private Task<IReadOnlyList<string>> PayloadsAsync(string name) => Database.ColumnAsync<string>(
        "SELECT payload FROM outbox WHERE project_key = $1 AND event_name = $2", Project.Value, name);

    private Task<IReadOnlyList<Guid>> DeliveriesAsync(string name) => Database.ColumnAsync<Guid>(
        """
        SELECT w.endpoint_uuid FROM webhook_delivery d JOIN outbox m USING (message_key) JOIN webhook_endpoint w USING (endpoint_key)
        WHERE m.project_key = $1 AND m.event_name = $2
        """,
        Project.Value, name);

    private static NewBatchItem Text(string graph) =>
        new() { Kind = ItemKind.GraphEpisode, GraphId = graph, DataType = DataType.Text, Content = "text" };

    private static NewBatchItem Broken(string graph) =>
        new() { Kind = ItemKind.GraphEpisode, GraphId = graph, DataType = DataType.Json, Content = "{" };
}
