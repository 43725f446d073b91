using Npgsql;
using Orleans.Batch.Batches;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Operations;

/// <summary>The life of a proposal: what it refuses, what it leaves alone, crashes, and its end.</summary>
public sealed class ProposalTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Changes_TellTheFactBeforeAndAfter()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "told");
        await LoadAsync(scenario, "told", "Avery works at Acme.", "Blake lives in Bonn.", "Casey likes tea.");
        await ChangeAsync("told", "Avery works at Acme.", "Avery works at Globex.");
        await ChangeAsync("told", "Casey likes tea.", "Nothing at all.");

        var batch = await ProposeAsync(scenario, "told");

        var page = await scenario.Batches.ListFactChangesAsync(scenario.Project, batch.BatchId, new(), default);
        var told = string.Join("; ", page.Changes.Select(c => $"{c.Change}: {c.Before} {c.After}"));
        page.Changes.Count(c => c.Change == FactChangeKind.Changed).ShouldBe(1, told);
        var changed = page.Changes.Single(c => c.Change == FactChangeKind.Changed);
        (changed.Before!.Fact, changed.After!.Fact).ShouldBe(("Avery works at Acme", "Avery works at Globex"));
        changed.GraphUuid.ShouldNotBeNull();
        page.Changes.ShouldContain(c => c.Change == FactChangeKind.Removed && c.Before!.Fact.StartsWith("Casey likes", StringComparison.Ordinal), told);
        (batch.Proposal!.ChangedFacts, batch.Proposal.UnchangedFacts > 0).ShouldBe((1, true), told);
        (await FactsAsync(scenario, "told")).ShouldContain("Avery WORKS_AT Acme");
    }

    [Fact]
    public async Task Apply_TwiceOrWithoutProposalOrWhileItRuns_IsRefused()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "twice");
        var plain = await LoadAsync(scenario, "twice", "Avery works at Acme.");
        await EngineScenario.RefusedAsync(
            scenario.Batches.ApplyProposalAsync(scenario.Project, plain, default), ErrorKind.Conflict, ErrorCodes.NoProposal);
        await EngineScenario.RefusedAsync(
            scenario.Batches.ListFactChangesAsync(scenario.Project, plain, new(), default), ErrorKind.Conflict, ErrorCodes.NoProposal);
        await EngineScenario.RefusedAsync(
            scenario.Batches.ApplyProposalAsync(scenario.Project, Guid.NewGuid(), default), ErrorKind.NotFound, ErrorCodes.NotFound);

        Guid batch;
        await using (await HoldAsync("twice"))
        {
            batch = (await scenario.Batches.ExtractAsync(scenario.Project, new() { GraphId = "twice", Replace = true }, default)).BatchId;
            await EngineScenario.RefusedAsync(
                scenario.Batches.ApplyProposalAsync(scenario.Project, batch, default), ErrorKind.Conflict, ErrorCodes.StillRunning);
        }

        await scenario.EndOfAsync(batch);
        (await scenario.Batches.ApplyProposalAsync(scenario.Project, batch, default)).Proposal!.State.ShouldBe(ProposalState.Applying);
        await ProposalWait.ForAsync(scenario, batch, ProposalState.Applied);
        var refusal = await EngineScenario.RefusedAsync(
            scenario.Batches.ApplyProposalAsync(scenario.Project, batch, default), ErrorKind.Conflict, ErrorCodes.ProposalClosed);
        refusal.Message.ShouldContain("was applied");
        await EngineScenario.RefusedAsync(
            scenario.Batches.DiscardProposalAsync(scenario.Project, batch, default), ErrorKind.Conflict, ErrorCodes.ProposalClosed);
    }

    [Fact]
    public async Task Discard_LeavesTheOldFactsAndNoRows()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "dropped");
        await LoadAsync(scenario, "dropped", "Avery works at Acme.");
        await ChangeAsync("dropped", "Avery works at Acme.", "Avery works at Globex.");
        var batch = (await ProposeAsync(scenario, "dropped")).BatchId;

        var proposal = (await scenario.Batches.DiscardProposalAsync(scenario.Project, batch, default)).Proposal!;

        (proposal.State, proposal.EndedAt is null).ShouldBe((ProposalState.Discarded, false));
        await Eventually.TrueAsync(async () => await RowsAsync(batch) == 0);
        (await FactsAsync(scenario, "dropped")).ShouldBe(["Avery WORKS_AT Acme"]);
        (await scenario.Batches.ListFactChangesAsync(scenario.Project, batch, new(), default)).Changes.ShouldBeEmpty();
        await EngineScenario.RefusedAsync(
            scenario.Batches.ApplyProposalAsync(scenario.Project, batch, default), ErrorKind.Conflict, ErrorCodes.ProposalClosed);
    }

    [Fact]
    public async Task Apply_WhatCallersWroteOrEdited_Stays()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "written");
        await LoadAsync(scenario, "written", "Avery works at Acme.", "Drew works at Acme.");
        var facts = scenario.Engine.Service<IFactClient>();
        await facts.AddFactsAsync(
            scenario.Project,
            [
                new()
                {
                    Target = GraphTarget.ForGraph("written"), Fact = "Casey founded Acme", Name = "FOUNDED", Source = new() { Name = "Casey" },
                    Object = new() { Name = "Acme" },
                },
            ],
            null,
            default);
        var edge = await database.ScalarAsync<Guid>(
            "SELECT fact_uuid FROM fact JOIN node ON node_uuid = source_node WHERE node.name = 'Drew' AND fact.name = 'WORKS_AT'");
        await facts.UpdateEdgeAsync(scenario.Project, edge, new() { Fact = "Drew leads Acme" }, default);
        await ChangeAsync("written", "Avery works at Acme.", "Nothing.");
        await ChangeAsync("written", "Drew works at Acme.", "Nothing.");

        var batch = await ProposeAsync(scenario, "written");
        batch.ItemCount.ShouldBe(2, "what a caller wrote is not extracted");
        await scenario.Batches.ApplyProposalAsync(scenario.Project, batch.BatchId, default);
        await ProposalWait.ForAsync(scenario, batch.BatchId, ProposalState.Applied);

        (await FactsAsync(scenario, "written")).ShouldBe(["Casey FOUNDED Acme", "Drew WORKS_AT Acme"]);
        (await scenario.Engine.Service<IEdgeClient>().GetEdgeAsync(scenario.Project, edge, default)).Fact.ShouldBe("Drew leads Acme");
    }

    [Fact]
    public async Task Apply_EpisodesAndGraphsDeletedMeanwhile_AreSkipped()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "kept", "lost");
        var batch = await LoadAsync(
            scenario,
            [("kept", "Avery works at Acme."), ("kept", "Blake works at Acme."), ("lost", "Casey works at Acme.")]);
        await ChangeAsync("kept", "Avery works at Acme.", "Avery works at Globex.");
        var again = await scenario.Batches.ExtractAsync(scenario.Project, new() { BatchId = batch, Replace = true }, default);
        (await scenario.EndOfAsync(again.BatchId)).Proposal!.Episodes.ShouldBe(3);
        var second = (await scenario.ItemsAsync(batch))[1].EpisodeUuid;

        await scenario.Engine.Episodes.DeleteEpisodeAsync(scenario.Project, second, default);
        await scenario.Engine.Graphs.DeleteGraphAsync(scenario.Project, "lost", default);
        await scenario.Batches.ApplyProposalAsync(scenario.Project, again.BatchId, default);

        var proposal = await ProposalWait.ForAsync(scenario, again.BatchId, ProposalState.Applied);
        (proposal.Episodes, proposal.AppliedEpisodes).ShouldBe((3, 1));
        (await FactsAsync(scenario, "kept")).ShouldBe(["Avery WORKS_AT Globex"]);
    }

    // The first graph is done and the second is locked when the silo dies.
    [Fact]
    public async Task Apply_SiloKilledMeanwhile_GoesOnInAnotherAndReplacesOnce()
    {
        var scenario = await EngineScenario.StartAsync(database, null, "first", "second");
        var batch = await LoadAsync(
            scenario,
            [.. Enumerable.Range(0, 250).SelectMany(i => new[] { ("first", Snapshot(i, "Oldco")), ("second", Snapshot(i, "Oldco")) })]);
        await database.ExecuteAsync("UPDATE episode_data SET content = replace(content, 'Oldco', 'Newco') WHERE content LIKE '%Oldco%'");
        var again = (await scenario.Batches.ExtractAsync(scenario.Project, new() { BatchId = batch, Replace = true }, default)).BatchId;
        await scenario.EndOfAsync(again);

        await using (await HoldAsync("second"))
        {
            await scenario.Batches.ApplyProposalAsync(scenario.Project, again, default);
            await Eventually.TrueAsync(async () => (await scenario.GetAsync(again)).Proposal!.AppliedEpisodes == 250);
            await scenario.Engine.KillAsync();
        }

        await scenario.DisposeAsync();
        await using var other = await scenario.AgainAsync();
        var proposal = await ProposalWait.ForAsync(other, again, ProposalState.Applied);

        proposal.AppliedEpisodes.ShouldBe(500);
        foreach (var graph in (string[])["first", "second"])
        {
            var facts = await FactsAsync(other, graph);
            facts.Count.ShouldBe(250);
            facts.ShouldAllBe(f => f.Contains("Newco", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Retention_OpenProposal_KeepsItsBatchUntilItIsClosed()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "old");
        await LoadAsync(scenario, "old", "Avery works at Acme.");
        var batch = (await ProposeAsync(scenario, "old")).BatchId;
        await database.ShiftClockAsync(TimeSpan.FromDays(400));
        await RemoveExpiredAsync(scenario);
        (await scenario.GetAsync(batch)).Proposal!.State.ShouldBe(ProposalState.Open);
        var key = await database.ScalarAsync<long>("SELECT batch_key FROM batch WHERE batch_uuid = $1", batch);

        await scenario.Batches.DiscardProposalAsync(scenario.Project, batch, default);
        await RemoveExpiredAsync(scenario);

        await EngineScenario.RefusedAsync(scenario.Batches.GetAsync(scenario.Project, batch, default), ErrorKind.NotFound, ErrorCodes.NotFound);
        (await database.ScalarAsync<long>("SELECT (SELECT count(*) FROM proposal WHERE batch_key = $1) + (SELECT count(*) FROM fact_change WHERE batch_key = $1)", key))
            .ShouldBe(0);
    }

    private static string Snapshot(int i, string company) => $"Person{(char)('a' + (i / 26))}{(char)('a' + (i % 26))} works at {company}.";

    private static async Task RemoveExpiredAsync(EngineScenario scenario)
    {
        while (await scenario.Engine.Service<IBatchRetention>().RemoveExpiredAsync(1_000, default))
        {
            // The next step.
        }
    }

    private static async Task<BatchSummary> ProposeAsync(EngineScenario scenario, string graph)
    {
        var batch = await scenario.Batches.ExtractAsync(scenario.Project, new() { GraphId = graph, Replace = true }, default);
        return await scenario.EndOfAsync(batch.BatchId);
    }

    private static Task<Guid> LoadAsync(EngineScenario scenario, string graph, params string[] texts) =>
        LoadAsync(scenario, [.. texts.Select(t => (graph, t))]);

    private static async Task<Guid> LoadAsync(EngineScenario scenario, (string Graph, string Text)[] items)
    {
        var batch = (await scenario.Batches.CreateAsync(
            scenario.Project, new() { Extraction = ExtractionMode.Deterministic }, null, default)).Value.BatchId;
        await scenario.Batches.AddAsync(scenario.Project, batch, [.. items.Select(i => EngineScenario.Item(i.Graph, i.Text))], null, default);
        await scenario.Batches.ProcessAsync(scenario.Project, batch, null, default);
        (await scenario.EndOfAsync(batch)).Status.ShouldBe(BatchStatus.Succeeded);
        return batch;
    }

    private Task<int> ChangeAsync(string graph, string from, string to) => database.ExecuteAsync(
        """
        UPDATE episode_data SET content = $3 WHERE content = $2 AND episode_uuid IN (
            SELECT episode_uuid FROM graph_episode JOIN graph USING (graph_key) WHERE graph_id = $1)
        """,
        graph, from, to);

    private async Task<NpgsqlConnection> HoldAsync(string graph)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false, SearchPath = "orleans_batch" }.ConnectionString);
        await connection.OpenAsync();
        await using var hold = new NpgsqlCommand(
            $"BEGIN; SELECT FROM graph_state JOIN graph USING (graph_key) WHERE graph_id = '{graph}' FOR UPDATE OF graph_state", connection);
        await hold.ExecuteNonQueryAsync();
        return connection;
    }

    private Task<long> RowsAsync(Guid batch) => database.ScalarAsync<long>(
        """
        SELECT (SELECT count(*) FROM proposed_episode p WHERE p.batch_key = b.batch_key)
             + (SELECT count(*) FROM proposed_node p WHERE p.batch_key = b.batch_key)
             + (SELECT count(*) FROM fact_change p WHERE p.batch_key = b.batch_key) FROM batch b WHERE batch_uuid = $1
        """,
        batch);

    private Task<IReadOnlyList<string>> FactsAsync(EngineScenario scenario, string graph) => database.ColumnAsync<string>(
        """
        SELECT s.name || ' ' || f.name || ' ' || coalesce(f.value, t.name) FROM graph g JOIN graph_episode e USING (graph_key)
        JOIN fact f ON f.episode_uuid = e.episode_uuid
        JOIN node s ON s.node_uuid = f.source_node JOIN node t ON t.node_uuid = f.target_node
        WHERE g.project_key = $1 AND g.graph_id = $2 ORDER BY 1
        """,
        scenario.Project.Value,
        graph);
}
