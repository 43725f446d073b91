using Orleans.Batch.Models;
using Orleans.Batch.PostgreSql.Models;
using Orleans.Batch.PostgreSql.Tests.Graphs;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Models;

/// <summary>The rows of summaries: who may write them, what they are made of, and what deletes them.</summary>
public sealed class SummaryStoreTests(TestDatabase database) : FactFixture(database)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);

    private readonly SummaryStore _store = new(database.Database);

    [Fact]
    public async Task CommitAsync_OfWhatWasWrittenMeanwhile_WritesNothing()
    {
        var (acme, _) = await StartAsync();
        var read = await ReadAsync();

        await CommitAsync(read, "first");
        await CommitAsync(read, "second");

        (await SummaryAsync(acme)).ShouldBe("first");
        (await ReadAsync()).Due.ShouldBeEmpty();
    }

    [Fact]
    public async Task CommitAsync_OfWhatWasDeletedMeanwhile_WritesNothing()
    {
        var (acme, edge) = await StartAsync();
        var read = await ReadAsync();

        await Edges.DeleteEdgeAsync(Project, edge, default);
        await CommitAsync(read, "Avery works at Acme");

        (await SummaryAsync(acme)).ShouldBeEmpty();
    }

    [Fact]
    public async Task CommitAsync_OfWhatChangedMeanwhile_LeavesItDueForLater()
    {
        var (acme, _) = await StartAsync();
        var read = await ReadAsync();

        await MarkAsync(acme);
        await CommitAsync(read, "first");

        (await SummaryAsync(acme)).ShouldBe("first");
        var next = await ReadAsync();
        (next.Due.Count, next.NextIn > TimeSpan.FromMinutes(14)).ShouldBe((0, true));
    }

    [Fact]
    public async Task DeleteEdge_TakesTheSummariesOfItsEndsAlone()
    {
        var (acme, edge) = await StartAsync();
        var bonn = await MarkAsync(await NodeAsync("Bonn"));
        await FactAsync(await AddEpisodeAsync(3), "Acme", "LOCATED_IN", "Bonn");
        await CommitAsync(await ReadAsync(), "text");

        await Edges.DeleteEdgeAsync(Project, edge, default);

        (await SummaryAsync(acme), await SummaryAsync(bonn)).ShouldBe(("", "text"));
        (await CountAsync("subject_uuid = $1 AND changed IS NOT NULL", acme)).ShouldBe(1, "Acme has facts left, and gets another");
    }

    [Fact]
    public async Task DeletedGraph_LeavesNoRow()
    {
        var (acme, _) = await StartAsync();
        await CommitAsync(await ReadAsync(), "text");

        await Deletion.DeleteGraphAsync(Project, "g1", default);
        while (await Purge.PurgeDeletedAsync(1_000, default))
        {
        }

        (await CountAsync("subject_uuid = $1", acme)).ShouldBe(0);
    }

    [Fact]
    public async Task DeletedMessage_TakesTheSummaryOfItsThread()
    {
        await NewThreadAsync("u1", "t1");
        var graph = await UserGraphKeyAsync("u1");
        var message = await AddItemAsync(await NewBatchAsync(BatchStatus.Succeeded), 0, 2, "t1", 1);
        await IngestAsync(graph, message, 1, 1, "t1");
        var task = Guid.CreateVersion7();
        (await _store.RequestAsync(Project, "t1", task, default)).ShouldBe(new RequestedSummary(graph, task));
        var due = (await _store.ReadAsync(graph, 10, default)).Due.Single();
        await _store.CommitAsync(graph, [new NewSummary(due, "About tea.", 1, Day(1), false)], "stub", Interval, default);
        (await Threads.FindSummaryAsync(Project, "t1", default))!.Text.ShouldBe("About tea.");
        (await Threads.FindSummariesAsync(Project, GraphTarget.ForUser("u1"), null, 10, default))!.Single().LastMessageAt.ShouldBe(Day(1));

        await Episodes.DeleteEpisodeAsync(Project, message, default);

        (await Threads.FindSummaryAsync(Project, "t1", default))!.Text.ShouldBeNull();
        (await _store.ReadAsync(graph, 10, default)).Due.Single().Through.ShouldBe(0, "it is still asked for");
    }

    [Fact]
    public async Task ReadContentAsync_HasTheNewestFactsThatHold_AndThoseThatEndedSince()
    {
        await StartAsync();
        await FactAsync(await AddEpisodeAsync(5), "Acme", "LOCATED_IN", "Bonn");
        await FactAsync(await AddEpisodeAsync(6), "Acme", "LOCATED_IN", "Kiel", until: 7);
        var read = await ReadAsync();

        (await LinesAsync(read, read.Due, 10)).ShouldBe(["Acme located in Bonn", "Avery works at Acme"]);
        (await LinesAsync(read, read.Due, 1)).ShouldBe(["Acme located in Bonn"]);
        (await LinesAsync(read, [read.Due[0] with { MadeAt = Day(6) }], 10))
            .ShouldBe(["until 2024-01-08 Acme located in Kiel", "Acme located in Bonn", "Avery works at Acme"]);
        (await LinesAsync(read, [read.Due[0] with { MadeAt = Day(8) }], 10)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task ReadContentAsync_OfANodeWithACallersSummary_HasNothing()
    {
        var (acme, _) = await StartAsync();
        await Database.ExecuteAsync("INSERT INTO written_detail (object_uuid, text) VALUES ($1, 'Mine.')", acme);
        var read = await ReadAsync();

        (await LinesAsync(read, read.Due, 10)).ShouldBeEmpty();
        await CommitAsync(read, null);

        (await SummaryAsync(acme), await CountAsync("subject_uuid = $1", acme)).ShouldBe(("Mine.", 0));
    }

    // A graph in which Avery works at Acme, whose summary is due.
    private async Task<(Guid Acme, Guid Edge)> StartAsync()
    {
        await BeginAsync();
        await Database.ExecuteAsync("UPDATE project SET summaries = 2 WHERE project_key = $1", Project.Value);
        var edge = await FactAsync(await AddEpisodeAsync(1), "Avery", "WORKS_AT", "Acme");
        return (await MarkAsync(await NodeAsync("Acme")), edge);
    }

    private async Task<Guid> MarkAsync(Guid node)
    {
        await Database.ExecuteAsync(
            """
            INSERT INTO summary (subject_uuid, graph_key, changed) VALUES ($1, $2, txid_current())
            ON CONFLICT (subject_uuid) DO UPDATE SET changed = txid_current()
            """,
            node,
            GraphKey);
        return node;
    }

    private ValueTask<GraphSummaries> ReadAsync() => _store.ReadAsync(GraphKey, 10, default);

    private ValueTask CommitAsync(GraphSummaries read, string? text) => _store.CommitAsync(
        GraphKey, [.. read.Due.Select(d => new NewSummary(d, text, 0, null, IsComplete: true))], "stub", Interval, default);

    private async Task<IReadOnlyList<string>> LinesAsync(GraphSummaries read, IReadOnlyList<DueSummary> due, int facts) =>
        [.. (await _store.ReadContentAsync(read, due, facts, 10, default)).Subjects.Single().Lines
            .Select(l => l.EndedAt is { } end ? $"until {end:yyyy-MM-dd} {l.Text}" : l.Text)];

    private async Task<string> SummaryAsync(Guid node) => (await Nodes.FindNodeAsync(Project, node, default))!.Summary;

    private Task<long> CountAsync(string where, Guid node) => Database.ScalarAsync<long>($"SELECT count(*) FROM summary WHERE {where}", node);
}
