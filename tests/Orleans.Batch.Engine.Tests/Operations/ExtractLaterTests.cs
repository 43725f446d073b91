using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.Tests.Operations;

/// <summary>Facts of episodes that were only stored.</summary>
public sealed class ExtractLaterTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly DateTimeOffset Day = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task AStoredBatch_MakesTheFactsItWouldHaveMadeAtOnce()
    {
        await using var stage = await Stage.SetAsync(database, null, "stored", "at once");
        var stored = await StoreAsync(stage, Snapshots("stored", 30));

        var batch = await stage.Batches.ExtractAsync(stage.Project, new() { BatchId = stored }, default);
        var end = await stage.EndOfAsync(batch.BatchId);
        await LoadAsync(stage, ExtractionMode.Deterministic, Snapshots("at once", 30));

        (end.Status, end.ExtractsStored, end.Progress.SucceededItems).ShouldBe((BatchStatus.Succeeded, true, 30));
        var facts = await FactsAsync(stage, "stored");
        facts.Count.ShouldBeGreaterThan(30);
        facts.ShouldBe(await FactsAsync(stage, "at once"));
        (await stage.ContentsAsync("stored")).Count.ShouldBe(30);
        await Stage.RefusedAsync(
            stage.Batches.ExtractAsync(stage.Project, new() { BatchId = stored }, default),
            ErrorKind.InvalidRequest,
            ErrorCodes.NothingToExtract);
    }

    [Fact]
    public async Task AGraphAskedForTwiceAtOnce_MakesEachFactOnce()
    {
        await using var stage = await Stage.SetAsync(database, null, "twice", "once");
        await StoreAsync(stage, Snapshots("twice", 40));
        await LoadAsync(stage, ExtractionMode.Deterministic, Snapshots("once", 40));

        var asked = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ =>
            stage.Batches.ExtractAsync(stage.Project, new() { GraphId = "twice" }, default).AsTask()));
        foreach (var batch in asked)
        {
            (await stage.EndOfAsync(batch.BatchId)).Status.ShouldBe(BatchStatus.Succeeded);
        }

        (await FactsAsync(stage, "twice")).ShouldBe(await FactsAsync(stage, "once"));
        await Stage.RefusedAsync(
            stage.Batches.ExtractAsync(stage.Project, new() { GraphId = "twice" }, default),
            ErrorKind.InvalidRequest,
            ErrorCodes.NothingToExtract);
    }

    [Fact]
    public async Task WhatIsNotThere_IsRefused()
    {
        await using var stage = await Stage.SetAsync(database, null, "empty");
        var draft = await stage.DraftAsync(Stage.Items("empty", 1));

        await Stage.RefusedAsync(Ask(new()), ErrorKind.InvalidRequest, ErrorCodes.Contradiction);
        await Stage.RefusedAsync(Ask(new() { GraphId = "empty", UserId = "u" }), ErrorKind.InvalidRequest, ErrorCodes.Contradiction);
        await Stage.RefusedAsync(Ask(new() { GraphId = "missing" }), ErrorKind.NotFound, ErrorCodes.NotFound);
        await Stage.RefusedAsync(Ask(new() { UserId = "missing" }), ErrorKind.NotFound, ErrorCodes.NotFound);
        await Stage.RefusedAsync(Ask(new() { BatchId = Guid.NewGuid() }), ErrorKind.NotFound, ErrorCodes.NotFound);
        await Stage.RefusedAsync(Ask(new() { BatchId = draft }), ErrorKind.Conflict, ErrorCodes.StillRunning);
        await Stage.RefusedAsync(Ask(new() { GraphId = "empty" }), ErrorKind.InvalidRequest, ErrorCodes.NothingToExtract);

        ValueTask<BatchSummary> Ask(StoredEpisodes episodes) => stage.Batches.ExtractAsync(stage.Project, episodes, default);
    }

    private static Task<Guid> StoreAsync(Stage stage, IEnumerable<NewBatchItem> items) =>
        LoadAsync(stage, ExtractionMode.StoreOnly, items);

    private static async Task<Guid> LoadAsync(Stage stage, ExtractionMode mode, IEnumerable<NewBatchItem> items)
    {
        var batch = (await stage.Batches.CreateAsync(stage.Project, new() { Extraction = mode }, null, default)).Value.BatchId;
        await stage.Batches.AddAsync(stage.Project, batch, [.. items], null, default);
        await stage.Batches.ProcessAsync(stage.Project, batch, null, default);
        (await stage.EndOfAsync(batch)).Status.ShouldBe(BatchStatus.Succeeded);
        return batch;
    }

    // Values change, and some come back.
    private static IEnumerable<NewBatchItem> Snapshots(string graph, int count) => Enumerable.Range(0, count).Select(i =>
        Stage.Item(graph, $$"""{"id":"a-{{i % 4}}","plan":"p{{i / 4 % 3}}","seats":{{i}}}""") with
        {
            DataType = DataType.Json, CreatedAt = Day.AddHours(i * 7 % count),
        });

    private async Task<IReadOnlyList<string>> FactsAsync(Stage stage, string graph) => await database.ColumnAsync<string>(
        """
        SELECT n.name || ' ' || f.name || ' ' || f.value || ' ' || f.valid_at || ' ' || coalesce(f.invalid_at::text, '')
        FROM graph g JOIN graph_episode e USING (graph_key) JOIN fact f ON f.episode_uuid = e.episode_uuid
        JOIN node n ON n.node_uuid = f.source_node
        WHERE g.project_key = $1 AND g.graph_id = $2 ORDER BY 1
        """,
        stage.Project.Value,
        graph);
}
