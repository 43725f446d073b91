using Orleans.Batch.Facts;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Graphs;

public sealed class FactTests(TestDatabase database) : FactFixture(database)
{
    [Fact]
    public async Task FindEdgeAsync_AFactThatEnded_TellsItsDatesNamesAndEpisodes()
    {
        await BeginAsync();
        var (first, again, end) = (await AddEpisodeAsync(1), await AddEpisodeAsync(2), await AddEpisodeAsync(5));
        await NodeAsync("Avery", 1, "Person");
        var uuid = await FactAsync(first, "Avery", "WORKS_AT", "Acme", until: 5, slot: 7);
        await RepeatAsync(again, "Avery", "WORKS_AT", "Acme", slot: 7);
        await RepeatAsync(end, "Avery", "WORKS_AT", "Acme", ends: true, slot: 7);

        var edge = (await Edges.FindEdgeAsync(Project, uuid, default))!;

        edge.Fact.ShouldBe("Avery works at Acme");
        edge.Name.ShouldBe("WORKS_AT");
        (edge.ValidAt, edge.InvalidAt, edge.ExpiredAt, edge.CreatedAt).ShouldBe((Day(1), Day(5), Day(5), Day(1)));
        (edge.SourceNodeName, edge.TargetNodeName).ShouldBe(("Avery", "Acme"));
        edge.SourceNodeLabels.ShouldBe(["Entity", "Person"]);
        edge.SourceNodeUuid.ShouldBe(NodeId.FromName(GraphKey, "AVERY"));
        edge.Episodes.ShouldBe([first.Uuid, again.Uuid]);
        edge.Value.ShouldBeNull();
    }

    [Fact]
    public async Task FindEdgeAsync_TheIdOfARepeatOrAnEnd_NamesTheFactItConcerns()
    {
        await BeginAsync();
        var (first, again, end) = (await AddEpisodeAsync(1), await AddEpisodeAsync(2), await AddEpisodeAsync(5));
        var uuid = await FactAsync(first, "Avery", "WORKS_AT", "Acme", until: 5, slot: 7);
        var repeat = await RepeatAsync(again, "Avery", "WORKS_AT", "Acme", slot: 7);
        var ended = await RepeatAsync(end, "Avery", "WORKS_AT", "Acme", ends: true, slot: 7);

        (await Edges.FindEdgeAsync(Project, repeat, default))!.Uuid.ShouldBe(uuid);
        (await Edges.FindEdgeAsync(Project, ended, default))!.Uuid.ShouldBe(uuid);
    }

    [Theory]
    [InlineData("\"line \\\"one\\\"\"", "Order 7 status line \"one\"")]
    [InlineData("12.50", "Order 7 status 12.50")]
    [InlineData("true", "Order 7 status true")]
    public async Task FindEdgeAsync_AValue_IsInTheSentenceAsText(string value, string sentence)
    {
        await BeginAsync();
        var uuid = await ValueAsync(await AddEpisodeAsync(1), "Order 7", "STATUS", value);

        var edge = (await Edges.FindEdgeAsync(Project, uuid, default))!;

        (edge.Fact, edge.Value).ShouldBe((sentence, new JsonText(value)));
        edge.TargetNodeUuid.ShouldBe(edge.SourceNodeUuid);
    }

    [Fact]
    public async Task FindNodeAsync_TellsCurrentValuesAndEpisodesNewestFirst()
    {
        await BeginAsync();
        var (first, second, third) = (await AddEpisodeAsync(1), await AddEpisodeAsync(2), await AddEpisodeAsync(3));
        await ValueAsync(first, "Order 7", "STATUS", "\"new\"", until: 2);
        await ValueAsync(second, "Order 7", "STATUS", "\"paid\"");
        await ValueAsync(second, "Order 7", "TOTAL", "1e400", index: 1);
        await ValueAsync(second, "Order 7", "TAG", "\"a\"", index: 2, slot: 100);
        await ValueAsync(second, "Order 7", "TAG", "\"b\"", index: 3, slot: 101);
        await ValueAsync(first, "Order 7", "DISCOUNT", "5", until: 2, index: 4);
        await MentionAsync(third, "Order 7");
        await FactAsync(third, "Avery", "BOUGHT", "Order 7", index: 1);

        var node = (await Nodes.FindNodeAsync(Project, NodeId.FromName(GraphKey, "order 7"), default))!;

        node.Name.ShouldBe("Order 7");
        node.Summary.ShouldBe("");
        node.Attributes.Value.ShouldBe("""{"status":"paid","tag":["a","b"],"total":1e400}""");
        node.Episodes.ShouldBe([third.Uuid, second.Uuid, first.Uuid]);
        node.EpisodesTruncated.ShouldBeFalse();
        var edges = (await Nodes.FindNodeEdgesAsync(Project, node.Uuid, default))!;
        (edges.Edges.Count, edges.Truncated).ShouldBe((7, false));
        (await Nodes.FindNodeEpisodesAsync(Project, node.Uuid, default))!.Episodes.Select(e => e.Uuid)
            .ShouldBe([third.Uuid, second.Uuid, first.Uuid]);
    }

    [Fact]
    public async Task FindNodeAsync_ManyEpisodes_ListsNoneAndSaysSo()
    {
        await BeginAsync();
        for (var day = 1; day <= 101; day++)
        {
            await MentionAsync(await AddEpisodeAsync(day), "Avery");
        }

        var node = (await Nodes.FindNodeAsync(Project, NodeId.FromName(GraphKey, "Avery"), default))!;

        (node.Episodes.Count, node.EpisodesTruncated).ShouldBe((0, true));
        var last = (await Nodes.FindNodeEpisodesAsync(Project, node.Uuid, default))!;
        (last.Episodes.Count, last.Truncated, last.Episodes[0].CreatedAt).ShouldBe((100, true, Day(101)));
    }

    [Fact]
    public async Task Find_InAnotherProject_FindsNothing()
    {
        await BeginAsync();
        var told = await AddEpisodeAsync(1);
        var edge = await FactAsync(told, "Avery", "WORKS_AT", "Acme");
        var node = NodeId.FromName(GraphKey, "Avery");
        var other = await Database.NewProjectAsync();

        (await Edges.FindEdgeAsync(other, edge, default)).ShouldBeNull();
        (await Nodes.FindNodeAsync(other, node, default)).ShouldBeNull();
        (await Nodes.FindNodeEdgesAsync(other, node, default)).ShouldBeNull();
        (await Nodes.FindNodeEpisodesAsync(other, node, default)).ShouldBeNull();
        (await Nodes.FindNeighborsAsync(other, node, new NeighborQuery(), default)).ShouldBeNull();
        (await Episodes.FindMentionsAsync(other, told.Uuid, default)).ShouldBeNull();
        (await Edges.FindEdgesAsync(other, GraphTarget.ForGraph("g1"), new GraphListQuery(), default)).ShouldBeNull();
        (await Nodes.FindNodesAsync(other, GraphTarget.ForGraph("g1"), new GraphListQuery(), default)).ShouldBeNull();
        (await Edges.FindEdgeAsync(Project, Guid.NewGuid(), default)).ShouldBeNull();
        (await Nodes.FindNodeAsync(Project, Guid.NewGuid(), default)).ShouldBeNull();
        (await Nodes.FindNodeAsync(Project, NodeId.FromName(GraphKey, "Missing"), default)).ShouldBeNull();
    }

    [Fact]
    public async Task FindMentionsAsync_TellsWhatAnEpisodeSaysRepeatsAndNames()
    {
        await BeginAsync();
        var (first, second) = (await AddEpisodeAsync(1), await AddEpisodeAsync(2));
        var job = await FactAsync(first, "Avery", "WORKS_AT", "Acme", slot: 7);
        await RepeatAsync(second, "Avery", "WORKS_AT", "Acme", slot: 7);
        var plan = await ValueAsync(second, "Acme", "PLAN", "\"pro\"", index: 1);
        await MentionAsync(second, "Blake", index: 2);
        await FactAsync(await AddEpisodeAsync(3), "Casey", "KNOWS", "Avery");

        var mentions = (await Episodes.FindMentionsAsync(Project, second.Uuid, default))!;

        mentions.Edges.Select(e => e.Uuid).ShouldBe([plan, job], ignoreOrder: true);
        mentions.Nodes.Select(n => n.Name).ShouldBe(["Avery", "Acme", "Blake"], ignoreOrder: true);
        mentions.Truncated.ShouldBeFalse();
    }

    [Fact]
    public async Task FindNeighborsAsync_GivesEachOnceWithTheEdgesThatLeadThere()
    {
        await BeginAsync();
        var told = await AddEpisodeAsync(1);
        var works = await FactAsync(told, "Avery", "WORKS_AT", "Acme");
        var owns = await FactAsync(told, "Avery", "OWNS", "Acme", index: 1);
        var knows = await FactAsync(told, "Blake", "KNOWS", "Avery", index: 2);
        await ValueAsync(told, "Avery", "AGE", "7", index: 3);
        await NodeAsync("Blake");
        await Database.ExecuteAsync("UPDATE node SET labels = '{Person}' WHERE node_uuid = $1", NodeId.FromName(GraphKey, "Blake"));
        var avery = NodeId.FromName(GraphKey, "Avery");

        var all = await NeighborsAsync(avery, new NeighborQuery(1));
        all.ShouldBe([("Acme", works, 2), ("Blake", knows, 1)], ignoreOrder: true);
        (await NeighborsAsync(avery, new NeighborQuery(Direction: EdgeDirection.In))).Select(n => n.Name).ShouldBe(["Blake"]);
        (await NeighborsAsync(avery, new NeighborQuery(Direction: EdgeDirection.Out))).Select(n => n.Name).ShouldBe(["Acme"]);
        (await NeighborsAsync(avery, new NeighborQuery(1, Order: GraphListOrder.CreatedAt))).Count.ShouldBe(2);
        (await NeighborsAsync(avery, new NeighborQuery(Filters: None with { NodeLabels = ["Person"] })))
            .Select(n => n.Name).ShouldBe(["Blake"]);
        (await NeighborsAsync(avery, new NeighborQuery(Filters: None with { EdgeTypes = ["OWNS"] })))
            .ShouldBe([("Acme", owns, 1)]);
    }

    private async Task<List<(string Name, Guid First, int Edges)>> NeighborsAsync(Guid node, NeighborQuery query)
    {
        var seen = new List<(string, Guid, int)>();
        do
        {
            var page = (await Nodes.FindNeighborsAsync(Project, node, query, default))!;
            page.Neighbors.Count.ShouldBeLessThanOrEqualTo(query.Limit);
            seen.AddRange(page.Neighbors.Select(n => (n.Node.Name, n.Edges[0].Uuid, n.Edges.Count)));
            query = query with { Cursor = page.NextCursor };
        }
        while (query.Cursor is not null);

        return seen;
    }
}
