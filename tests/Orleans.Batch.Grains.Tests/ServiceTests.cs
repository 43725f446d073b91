using Orleans.Batch.Grains.Roles;

namespace Orleans.Batch.Grains.Tests;

/// <summary>A .NET service that uses only the grain client.</summary>
public sealed class ServiceTests : IAsyncLifetime
{
    private RunningCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await RunningCluster.StartAsync(SiloRoles.Batch | SiloRoles.Realtime);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Service_FromDraftToSearch_NeedsOnlyTheGrainClient()
    {
        var project = (await _cluster.Service<IProjectAuthenticator>().AuthenticateAsync(_cluster.ApiKey, default))!.Value;
        project.ShouldBe(_cluster.Project);
        await _cluster.Graphs.CreateGraphAsync(project, "g", new GraphFields { Name = "a graph" }, default);
        var batch = (await _cluster.Batches.CreateAsync(
            project, new NewBatch { Metadata = new JsonText("""{"run":1}""") }, null, default)).Value.BatchId;
        var added = await _cluster.Batches.AddAsync(project, batch, [Fact("Ann lives in Rome."), Fact("Bob lives in Oslo.")], null, default);
        added.Value.Items.Count.ShouldBe(2);

        await _cluster.Batches.ProcessAsync(project, batch, null, default);
        BatchEvent? last = null;
        await foreach (var seen in _cluster.Batches.WatchAsync(project, batch, null, default))
        {
            last = seen;
        }

        last!.Done.ShouldBeTrue();
        last.Batch.Progress.SucceededItems.ShouldBe(2);
        var items = await _cluster.Batches.ListItemsAsync(project, batch, new BatchItemQuery(), default);
        items.Items.Select(i => i.Status).ShouldAllBe(s => s == ItemStatus.Succeeded);
        var exported = new List<string>();
        await foreach (var item in _cluster.Batches.ExportItemsAsync(project, batch, new BatchItemFilter(), default))
        {
            exported.Add(item.Payload!.Content);
        }

        exported.ShouldBe(["Ann lives in Rome.", "Bob lives in Oslo."]);
        var found = await _cluster.Searches.SearchAsync(
            project, GraphTarget.ForGraph("g"), new GraphSearch("Where does Ann live?"), default);
        found.Edges.ShouldNotBeNull().ShouldContain(e => e.Fact.Contains("Rome"));
    }

    [Fact]
    public async Task Refusals_WithManyProblems_ArriveWhole()
    {
        var batch = (await _cluster.Batches.CreateAsync(_cluster.Project, new NewBatch(), null, default)).Value.BatchId;
        await _cluster.Batches.AddAsync(_cluster.Project, batch, [Fact("x", "none-1"), Fact("y", "none-2")], null, default);

        var refusal = await Should.ThrowAsync<BatchServiceException>(
            async () => await _cluster.Batches.ProcessAsync(_cluster.Project, batch, null, default));

        refusal.Kind.ShouldBe(ErrorKind.InvalidRequest);
        refusal.Message.ShouldContain("none-1");
        refusal.ProblemCount.ShouldBe(2);
        refusal.Problems.Select(p => (p.Index, p.Code)).ShouldBe([(0, ErrorCodes.GraphNotFound), (1, ErrorCodes.GraphNotFound)]);
    }

    [Fact]
    public async Task Items_ThatBreakRules_AreRefusedBeforeTheyAreSent()
    {
        var batch = (await _cluster.Batches.CreateAsync(_cluster.Project, new NewBatch(), null, default)).Value.BatchId;

        var half = await Should.ThrowAsync<BatchServiceException>(
            async () => await _cluster.Batches.AddAsync(_cluster.Project, batch, [Fact("good"), Fact("\ud800")], null, default));
        var many = await Should.ThrowAsync<BatchServiceException>(async () => await _cluster.Batches.AddAsync(
            _cluster.Project, batch, [.. Enumerable.Range(0, 501).Select(i => Fact($"{i}"))], null, default));

        half.Problems.ShouldHaveSingleItem().Index.ShouldBe(1);
        many.Code.ShouldBe(ErrorCodes.TooMany);
        (await _cluster.Batches.GetAsync(_cluster.Project, batch, default)).ItemCount.ShouldBe(0);
    }

    [Fact]
    public async Task Key_OfOneProject_OpensNoOther()
    {
        var other = await _cluster.Database.NewProjectAsync();
        var grain = await _cluster.GrainOfAsync(
            (await _cluster.Batches.CreateAsync(_cluster.Project, new NewBatch(), null, default)).Value.BatchId);

        Func<Task>[] calls =
        [
            async () => await _cluster.Batches.CreateAsync(other, new NewBatch(), null, default),
            async () => await _cluster.Users.ListUsersAsync(other, new IdQuery(), default),
            async () => await grain.GetAsync(other, default),
            async () => await grain.PauseAsync(other, default),
            async () => await _cluster.Batches.WatchAsync(other, Guid.NewGuid(), null, default).FirstAsync(),
            async () => await _cluster.Realtime.GetTaskAsync(other, Guid.NewGuid(), default),
        ];
        foreach (var call in calls)
        {
            (await Should.ThrowAsync<BatchServiceException>(call)).Code.ShouldBe(ErrorCodes.Unauthorized);
        }
    }

    [Fact]
    public async Task Batches_OfOthers_AreNotFound()
    {
        var missing = await Should.ThrowAsync<BatchServiceException>(
            async () => await _cluster.Batches.GetAsync(_cluster.Project, Guid.NewGuid(), default));

        missing.Kind.ShouldBe(ErrorKind.NotFound);
    }

    [Fact]
    public async Task Stream_OfManyPieces_IsAddedInOrderOrNotAtAll()
    {
        await _cluster.Graphs.CreateGraphAsync(_cluster.Project, "g", new GraphFields(), default);
        var batch = (await _cluster.Batches.CreateAsync(_cluster.Project, new NewBatch(), null, default)).Value.BatchId;

        await Should.ThrowAsync<InvalidOperationException>(
            async () => await _cluster.Batches.AddStreamAsync(_cluster.Project, batch, Lines(1_200, breakAt: 1_100), null, default));
        (await _cluster.Batches.GetAsync(_cluster.Project, batch, default)).ItemCount.ShouldBe(0);
        var added = await _cluster.Batches.AddStreamAsync(_cluster.Project, batch, Lines(1_200), null, default);

        added.Value.Accepted.ShouldBe(1_200);
        var page = await _cluster.Batches.ListItemsAsync(_cluster.Project, batch, new BatchItemQuery { Limit = 1_000 }, default);
        page.Items.Count.ShouldBe(1_000);
        (await _cluster.Batches.GetItemAsync(_cluster.Project, batch, page.Items[777].ItemId, default)).Payload!.Content.ShouldBe("line 777");
    }

    [Fact]
    public async Task Filters_OfEveryKind_CrossAsTheyAre()
    {
        await _cluster.Graphs.CreateGraphAsync(_cluster.Project, "g", new GraphFields(), default);
        var filter = new MetadataFilterGroup(true,
        [
            new MetadataComparison("kind", MetadataOperator.Equal, new JsonText("\"a\"")),
            new MetadataFilterGroup(false, [new MetadataComparison("gone", MetadataOperator.IsNull, null)]),
        ]);

        var page = await _cluster.Episodes.ListEpisodesAsync(
            _cluster.Project, GraphTarget.ForGraph("g"), new EpisodeQuery(Filter: filter), default);

        page.Episodes.ShouldBeEmpty();
    }

    [Fact]
    public async Task LiveWrites_ThroughTheClient_ReachTheirGraph()
    {
        await _cluster.Users.CreateUserAsync(_cluster.Project, "ann", new UserFields(), default);
        await _cluster.Threads.CreateThreadAsync(_cluster.Project, "t", "ann", default);

        var accepted = (await _cluster.Realtime.AddMessagesAsync(
            _cluster.Project, "t", [new NewMessage { Role = RoleType.User, Content = "I live in Rome." }], [], null, default)).Value;

        await Eventually.TrueAsync(
            async () => (await _cluster.Realtime.GetTaskAsync(_cluster.Project, accepted.TaskId, default)).Status == IngestTaskStatus.Succeeded);
        (await _cluster.Threads.GetMessagesAsync(_cluster.Project, "t", new MessageQuery(), default)).Messages.ShouldHaveSingleItem();
        (await _cluster.Episodes.GetLastEpisodesAsync(_cluster.Project, GraphTarget.ForUser("ann"), 5, default)).ShouldHaveSingleItem();
    }

    private static NewBatchItem Fact(string content, string graph = "g") => new()
    {
        Kind = ItemKind.GraphEpisode,
        GraphId = graph,
        Content = content,
        DataType = DataType.Text,
    };

    private static async IAsyncEnumerable<NewBatchItem> Lines(int count, int breakAt = -1)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.Yield();
            yield return i == breakAt ? throw new InvalidOperationException("the source broke") : Fact($"line {i}");
        }
    }
}
