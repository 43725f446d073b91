using FsCheck;
using FsCheck.Fluent;
using Orleans.Batch.Engine.IntegrationTests.Operations;
using Orleans.Batch.TestKit.Facts;
using Orleans.Batch.TestKit.PostgreSql;
using Xunit.Abstractions;

namespace Orleans.Batch.Engine.IntegrationTests.Facts;

/// <summary>
/// A graph whose episodes are extracted again is the graph that they would have made from the beginning. Another way of extracting is
/// simulated by other contents: their stored text is changed before they are extracted again.
/// </summary>
public sealed class ReplacementTests(TestDatabase database, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    private const int EpisodesPerGraph = 250;
    private const int Graphs = 3;

    [Theory]
    [InlineData(40)]
    [InlineData(2)]
    public async Task WholeGraph_IsAsIfExtractedThatWayFromTheBeginning(int subjects)
    {
        await using var scenario = await StartAsync();

        PropertyTest.Check(Pairs(subjects), Graphs, output, history => CheckAsync(scenario, history, part: null));
    }

    // The facts of the other batches stay, and so do those that the replaced ones had ended.
    [Fact]
    public async Task OneBatchOfAGraph_IsAsIfExtractedThatWayFromTheBeginning()
    {
        await using var scenario = await StartAsync();

        PropertyTest.Check(Pairs(40), Graphs, output, history => CheckAsync(scenario, history, part: 1));
    }

    private static Gen<(Statement Old, Statement New)[]> Pairs(int subjects) => Gen.ArrayOf(
        from old in Statement.About(subjects)
        from other in Statement.About(subjects)
        from same in Gen.Choose(0, 3)
        select (old, same == 0 ? old : other with { Day = old.Day, Channel = old.Channel, Subject = same == 1 ? old.Subject : other.Subject }),
        EpisodesPerGraph);

    private async Task<EngineScenario> StartAsync()
    {
        var scenario = await EngineScenario.StartAsync(database);
        await database.ExecuteAsync("UPDATE project SET extraction = 1 WHERE project_key = $1", scenario.Project.Value);
        return scenario;
    }

    private async Task CheckAsync(EngineScenario scenario, (Statement Old, Statement New)[] history, int? part)
    {
        if (part is { } replacedPart && history.All(h => h.Old.Channel != replacedPart))
        {
            return;
        }

        var graph = $"g-{Guid.NewGuid()}";
        await scenario.NewGraphAsync(graph);
        var inOrder = history.OrderBy(s => s.Old.IsRealtime).ThenBy(s => s.Old.Channel).ToArray();
        var (episodes, batches) = await LoadAsync(scenario, graph, inOrder);
        var before = await ExpectAsync(inOrder.Select(h => h.Old));
        await IndexState.BeginAsync(database, graph);
        await IndexState.CatchUpAsync(scenario, database, graph);
        var stored = await ReadAsync(graph, episodes);
        stored.Facts.ShouldBe(before.Facts);

        bool IsReplaced(Statement s) => part is null || s.Channel == part;
        foreach (var (uuid, order) in episodes.Where(e => IsReplaced(inOrder[e.Value].Old)))
        {
            await database.ExecuteAsync(
                "UPDATE episode_data SET content = $2, data_type = $3 WHERE episode_uuid = $1",
                uuid, inOrder[order].New.Content, (short)inOrder[order].New.DataType);
        }

        var source = part is { } channel ? new ExtractionSelection { BatchId = batches[channel] } : new ExtractionSelection { GraphId = graph };
        var batch = await scenario.Batches.ExtractAsync(scenario.Project, source with { Replace = true }, default);
        var end = await scenario.EndOfAsync(batch.BatchId);
        var replaced = inOrder.Count(h => IsReplaced(h.Old));
        (end.Status, end.Proposal?.State, end.Proposal?.Episodes).ShouldBe((BatchStatus.Succeeded, ProposalState.Open, replaced));
        (await ReadAsync(graph, episodes)).Facts.ShouldBe(before.Facts, "a proposal changes nothing");
        await CheckChangesAsync(scenario, end);

        await scenario.Batches.ApplyProposalAsync(scenario.Project, batch.BatchId, default);
        var applied = await ProposalWait.ForAsync(scenario, batch.BatchId, ProposalState.Applied);

        applied.AppliedEpisodes.ShouldBe(replaced);
        var expected = await ExpectAsync(inOrder.Select(h => IsReplaced(h.Old) ? h.New : h.Old));
        var now = await ReadAsync(graph, episodes);
        now.Facts.ShouldBe(expected.Facts);
        if (part is null)
        {
            now.Names.ShouldBe(expected.Names);
        }
        else
        {
            now.Names.Select(n => n.ToLowerInvariant()).Order(StringComparer.Ordinal)
                .ShouldBe(expected.Names.Select(n => n.ToLowerInvariant()).Order(StringComparer.Ordinal));
        }

        await IndexState.CheckAsync(database, graph, exact: true);
        (await database.ScalarAsync<long>("SELECT count(*) FROM proposed_episode") + await database.ScalarAsync<long>("SELECT count(*) FROM proposed_node"))
            .ShouldBe(0);
    }

    private static async Task CheckChangesAsync(EngineScenario scenario, BatchSummary batch)
    {
        var proposal = batch.Proposal!;
        var changes = new List<FactChange>();
        long? cursor = null;
        do
        {
            var page = await scenario.Batches.ListFactChangesAsync(scenario.Project, batch.BatchId, new(100, cursor), default);
            changes.AddRange(page.Changes);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        changes.Count(c => c.Change == FactChangeKind.Added).ShouldBe((int)proposal.AddedFacts);
        changes.Count(c => c.Change == FactChangeKind.Removed).ShouldBe((int)proposal.RemovedFacts);
        changes.Count(c => c.Change == FactChangeKind.Changed).ShouldBe((int)proposal.ChangedFacts);
        proposal.UnchangedFacts.ShouldBeGreaterThan(0);
        changes.ShouldAllBe(c => c.Before == null == (c.Change == FactChangeKind.Added) && c.After == null == (c.Change == FactChangeKind.Removed));
    }

    private static async Task<ExpectedGraph> ExpectAsync(IEnumerable<Statement> inOrder)
    {
        var expected = new ExpectedGraph();
        foreach (var (order, statement) in inOrder.Index())
        {
            await expected.AddAsync(statement.At(order));
        }

        return expected;
    }

    private async Task<(IReadOnlyList<string> Facts, IReadOnlyList<string> Names)> ReadAsync(string graph, Dictionary<Guid, int> episodes)
    {
        await using var connection = await database.Database.Requests.OpenConnectionAsync();
        var graphKey = await database.ScalarAsync<long>("SELECT graph_key FROM graph WHERE graph_id = $1", graph);
        var stored = new StoredGraph(connection, graphKey, episodes);
        return (await stored.FactsAsync(), await stored.NamesAsync());
    }

    private async Task<(Dictionary<Guid, int> Orders, Dictionary<int, Guid> Batches)> LoadAsync(
        EngineScenario scenario, string graph, (Statement Old, Statement New)[] inOrder)
    {
        var (orders, batches, order) = (new Dictionary<Guid, int>(), new Dictionary<int, Guid>(), 0);
        for (var channel = 0; channel < Statement.Batches; channel++)
        {
            NewBatchItem[] items =
            [
                .. inOrder.Where(h => h.Old.Channel == channel)
                    .Select(h => EngineScenario.Item(graph, h.Old.Content) with { DataType = h.Old.DataType, CreatedAt = h.Old.CreatedAt }),
            ];
            if (items.Length == 0)
            {
                continue;
            }

            var batch = (await scenario.Batches.CreateAsync(
                scenario.Project, new() { Extraction = ExtractionMode.Deterministic }, null, default)).Value.BatchId;
            foreach (var item in (await scenario.Batches.AddAsync(scenario.Project, batch, items, null, default)).Value.Items)
            {
                orders.Add(item.EpisodeUuid, order++);
            }

            await scenario.Batches.ProcessAsync(scenario.Project, batch, null, default);
            batches.Add(channel, batch);
        }

        var realtime = scenario.Engine.Service<IRealtimeClient>();
        foreach (var (old, _) in inOrder.Where(h => h.Old.IsRealtime))
        {
            var accepted = await realtime.AddEpisodeAsync(
                scenario.Project,
                new() { Target = GraphTarget.ForGraph(graph), Content = old.Content, DataType = old.DataType, CreatedAt = old.CreatedAt },
                null,
                default);
            orders.Add(accepted.Value.Episode.Uuid, order++);
        }

        foreach (var batch in batches.Values)
        {
            (await scenario.EndOfAsync(batch)).Status.ShouldBe(BatchStatus.Succeeded);
        }

        await Eventually.TrueAsync(async () => await database.ScalarAsync<long>(
            "SELECT count(*) FROM graph_episode JOIN graph USING (graph_key) WHERE graph_id = $1", graph) == inOrder.Length);
        return (orders, batches);
    }
}
