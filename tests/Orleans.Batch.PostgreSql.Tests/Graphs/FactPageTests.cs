using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Graphs;

public sealed class FactPageTests(TestDatabase database) : FactFixture(database)
{
    private readonly List<Guid> _edges = [];

    [Theory]
    [InlineData(GraphListOrder.Uuid, true)]
    [InlineData(GraphListOrder.Uuid, false)]
    [InlineData(GraphListOrder.CreatedAt, true)]
    [InlineData(GraphListOrder.CreatedAt, false)]
    [InlineData(GraphListOrder.ValidAt, true)]
    [InlineData(GraphListOrder.ValidAt, false)]
    public async Task FindEdgesAsync_PageByPage_ShowsEachOnceWithEitherCursor(GraphListOrder order, bool descending)
    {
        await FillAsync();
        var query = new GraphListQuery(3, Order: order, Descending: descending);

        var byCursor = await EdgesAsync(query, byUuid: false);
        var byUuid = await EdgesAsync(query, byUuid: true);

        byCursor.ShouldBe(_edges, ignoreOrder: true);
        byUuid.ShouldBe(byCursor);
        var other = await EdgesAsync(query with { Descending = !descending, Limit = 100 }, byUuid: false);
        other.AsEnumerable().Reverse().ShouldBe(byCursor);
    }

    [Theory]
    [InlineData(GraphListOrder.Uuid)]
    [InlineData(GraphListOrder.CreatedAt)]
    [InlineData(GraphListOrder.ValidAt)]
    [InlineData(GraphListOrder.Degree)]
    public async Task FindNodesAsync_PageByPage_ShowsEachOnceWithEitherCursor(GraphListOrder order)
    {
        await FillAsync();
        var query = new GraphListQuery(3, Order: order);

        var byCursor = await NodesAsync(query, byUuid: false);
        var byUuid = await NodesAsync(query, byUuid: true);

        byCursor.Select(n => n.Name).ShouldBe(["Hub", .. Enumerable.Range(1, 10).Select(i => $"Node {i}")], ignoreOrder: true);
        byUuid.Select(n => n.Uuid).ShouldBe(byCursor.Select(n => n.Uuid));
        if (order == GraphListOrder.Degree)
        {
            (byCursor[0].Name, byCursor[0].Degree, byCursor[^1].Degree).ShouldBe(("Hub", 20, 1));
        }
        else
        {
            byCursor.ShouldAllBe(n => n.Degree == null);
        }
    }

    [Fact]
    public async Task FindEdgesAsync_TwoGraphs_KeepApart()
    {
        await BeginAsync("other");
        await FactAsync(await AddEpisodeAsync(1, graphId: "other"), "Other", "KNOWS", "Else");
        await FillAsync();

        (await EdgesAsync(new GraphListQuery(5), byUuid: false)).Count.ShouldBe(_edges.Count);
        var page = (await Edges.FindEdgesAsync(Project, GraphTarget.ForGraph("other"), new GraphListQuery(), default))!;
        page.Edges.Select(e => e.Fact).ShouldBe(["Other knows Else"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("' OR 1=1--")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("________________________________________")]
    public async Task FindEdgesAsync_AMadeUpCursor_IsRefused(string cursor)
    {
        await BeginAsync();

        var error = await RefusedAsync(() => Edges.FindEdgesAsync(
            Project, GraphTarget.ForGraph("g1"), new GraphListQuery(Cursor: cursor, Order: GraphListOrder.ValidAt), default));

        error.Kind.ShouldBe(ErrorKind.InvalidRequest);
    }

    [Fact]
    public async Task FindEdgesAsync_ACursorOfAnotherOrderOrNothing_IsRefused()
    {
        await FillAsync();
        var page = (await Edges.FindEdgesAsync(Project, GraphTarget.ForGraph("g1"), new GraphListQuery(1), default))!;
        var other = new GraphListQuery(1, page.NextCursor, Order: GraphListOrder.CreatedAt);
        var gone = new GraphListQuery(1, UuidCursor: Guid.NewGuid(), Order: GraphListOrder.CreatedAt);

        (await RefusedAsync(() => Edges.FindEdgesAsync(Project, GraphTarget.ForGraph("g1"), other, default)))
            .Kind.ShouldBe(ErrorKind.InvalidRequest);
        (await RefusedAsync(() => Edges.FindEdgesAsync(Project, GraphTarget.ForGraph("g1"), gone, default)))
            .Message.ShouldContain("uuid_cursor");
    }

    private async Task FillAsync()
    {
        await BeginAsync();
        for (var i = 1; i <= 10; i++)
        {
            // Pairs share their day, so that the id must decide the order.
            var told = await AddEpisodeAsync(i / 2);
            await NodeAsync($"Node {i}", i / 2);
            _edges.Add(await FactAsync(told, $"Node {i}", "NEAR", "Hub"));
            _edges.Add(await ValueAsync(told, "Hub", "COUNT", $"{i}", index: 1));
        }
    }

    private async Task<List<Guid>> EdgesAsync(GraphListQuery query, bool byUuid)
    {
        var seen = new List<Guid>();
        while (true)
        {
            var page = (await Edges.FindEdgesAsync(Project, GraphTarget.ForGraph("g1"), query, default))!;
            page.Edges.Count.ShouldBeLessThanOrEqualTo(query.Limit);
            seen.AddRange(page.Edges.Select(e => e.Uuid));
            if (byUuid ? page.Edges.Count == 0 : page.NextCursor is null)
            {
                return seen;
            }

            query = byUuid ? query with { UuidCursor = page.Edges[^1].Uuid } : query with { Cursor = page.NextCursor };
        }
    }

    private async Task<List<EntityNode>> NodesAsync(GraphListQuery query, bool byUuid)
    {
        var seen = new List<EntityNode>();
        while (true)
        {
            var page = (await Nodes.FindNodesAsync(Project, GraphTarget.ForGraph("g1"), query, default))!;
            seen.AddRange(page.Nodes);
            if (byUuid ? page.Nodes.Count == 0 : page.NextCursor is null)
            {
                return seen;
            }

            query = byUuid ? query with { UuidCursor = page.Nodes[^1].Uuid } : query with { Cursor = page.NextCursor };
        }
    }
}
