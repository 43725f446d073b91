using Orleans.Batch.Facts;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Graphs;

public sealed class FactFilterTests(TestDatabase database) : FactFixture(database)
{
    private EpisodeRef _first = null!;
    private EpisodeRef _second = null!;
    private Guid _job;
    private Guid _plan;
    private Guid _city;

    [Fact]
    public async Task FindEdgesAsync_ByNamesAndEnds_GivesWhatMatches()
    {
        await FillAsync();
        (await EdgesAsync(None with { EdgeTypes = ["WORKS_AT", "PLAN"] })).ShouldBe([_job, _plan], ignoreOrder: true);
        (await EdgesAsync(None with { ExcludeEdgeTypes = ["WORKS_AT", "PLAN"] })).ShouldBe([_city]);
        (await EdgesAsync(None with { EdgeUuids = [_job, Guid.NewGuid()] })).ShouldBe([_job]);
        (await EdgesAsync(None with { SourceNodeUuids = [Id("Avery")] })).ShouldBe([_job]);
        (await EdgesAsync(None with { TargetNodeUuids = [Id("Acme")] })).ShouldBe([_job, _plan], ignoreOrder: true);
        (await EdgesAsync(None with { ConnectedNodeUuids = [Id("Acme")] })).ShouldBe([_job, _plan, _city], ignoreOrder: true);
        (await EdgesAsync(None with { NodeLabels = ["Person"] })).ShouldBe([_job]);
        (await EdgesAsync(None with { ExcludeNodeLabels = ["Person"] })).ShouldBe([_plan, _city], ignoreOrder: true);
        (await EdgesAsync(None with { NodeLabels = ["person"] })).ShouldBeEmpty();
        (await EdgesAsync(None with { NodeLabels = ["Entity"] })).ShouldBe([_job, _plan, _city], ignoreOrder: true);
        (await EdgesAsync(None with { ExcludeNodeLabels = ["Entity"] })).ShouldBeEmpty();
    }

    [Fact]
    public async Task FindEdgesAsync_ByEpisodes_CountsRepeatsToo()
    {
        await FillAsync();
        (await EdgesAsync(None with { EpisodeUuids = [_second.Uuid] })).ShouldBe([_job, _city], ignoreOrder: true);
        (await EdgesAsync(None with { EpisodeUuids = [Guid.NewGuid()] })).ShouldBeEmpty();
        (await EdgesAsync(None with { EpisodeMetadata = Compare("src", MetadataOperator.Equal, "\"crm\"") })).ShouldBe([_job, _city], ignoreOrder: true);
        (await EdgesAsync(None with { EpisodeMetadata = Compare("src", MetadataOperator.IsNull) })).ShouldBe([_job, _plan], ignoreOrder: true);
    }

    [Fact]
    public async Task FindEdgesAsync_ByProperties_ComparesTheValue()
    {
        await FillAsync();
        (await EdgesAsync(None with { Properties = [Compare("plan", MetadataOperator.Equal, "\"pro\"")] })).ShouldBe([_plan]);
        (await EdgesAsync(None with { Properties = [Compare("value", MetadataOperator.Equal, "\"pro\"")] })).ShouldBe([_plan]);
        (await EdgesAsync(None with { Properties = [Compare("value", MetadataOperator.IsNull)] })).ShouldBe([_job, _city], ignoreOrder: true);
        (await EdgesAsync(None with { Properties = [Compare("plan", MetadataOperator.NotEqual, "\"pro\"")] })).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(MetadataOperator.Equal, 1, "JP")]
    [InlineData(MetadataOperator.NotEqual, 1, "C")]
    [InlineData(MetadataOperator.Greater, 1, "C")]
    [InlineData(MetadataOperator.GreaterOrEqual, 1, "JPC")]
    [InlineData(MetadataOperator.Less, 2, "JP")]
    [InlineData(MetadataOperator.LessOrEqual, 2, "JPC")]
    public async Task FindEdgesAsync_ByADate_ComparesIt(MetadataOperator comparison, int day, string expected)
    {
        await FillAsync();

        var found = await EdgesAsync(Dates(DateField.ValidAt, [[new(comparison, Day(day))]]));

        Letters(found).ShouldBe(expected.Order());
    }

    [Fact]
    public async Task FindEdgesAsync_DateFilters_AreOrOfAnds()
    {
        await FillAsync();
        DateComparison isNull = new(MetadataOperator.IsNull, null);
        DateComparison isNotNull = new(MetadataOperator.IsNotNull, null);

        Letters(await EdgesAsync(Dates(DateField.InvalidAt, [[isNull]]))).ShouldBe("CJ");
        Letters(await EdgesAsync(Dates(DateField.InvalidAt, [[isNotNull]]))).ShouldBe("P");
        Letters(await EdgesAsync(Dates(DateField.ExpiredAt, [[new(MetadataOperator.Less, Day(9))]]))).ShouldBe("P");
        Letters(await EdgesAsync(Dates(DateField.InvalidAt, [[isNull, isNotNull]]))).ShouldBe("");
        Letters(await EdgesAsync(Dates(DateField.InvalidAt, [[isNull, isNotNull], [isNotNull]]))).ShouldBe("P");
        Letters(await EdgesAsync(Dates(DateField.InvalidAt, []))).ShouldBe("CJP");
        Letters(await EdgesAsync(Dates(DateField.InvalidAt, [[]]))).ShouldBe("CJP");
        Letters(await EdgesAsync(Dates(DateField.CreatedAt, [[new(MetadataOperator.Greater, Day(1)), new(MetadataOperator.Less, Day(3))]]))).ShouldBe("C");
    }

    [Fact]
    public async Task FindNodesAsync_Filters_GiveWhatMatches()
    {
        await FillAsync();
        (await NodesAsync(None with { NodeLabels = ["Person", "Robot"] })).ShouldBe(["Avery"]);
        (await NodesAsync(None with { ExcludeNodeLabels = ["Person"] })).ShouldBe(["Acme", "Bonn"]);
        (await NodesAsync(None with { EpisodeUuids = [_second.Uuid] })).ShouldBe(["Acme", "Avery", "Bonn"]);
        (await NodesAsync(None with { EpisodeUuids = [_first.Uuid] })).ShouldBe(["Acme", "Avery"]);
        (await NodesAsync(None with { EpisodeMetadata = Compare("src", MetadataOperator.IsNull) })).ShouldBe(["Acme", "Avery"]);
        (await NodesAsync(None with { Properties = [Compare("seats", MetadataOperator.Greater, "4")] })).ShouldBe(["Acme"]);
        (await NodesAsync(None with { Properties = [Compare("plan", MetadataOperator.IsNotNull)] })).ShouldBeEmpty();
        (await NodesAsync(Dates(DateField.ValidAt, [[new(MetadataOperator.GreaterOrEqual, Day(2))]]))).ShouldBe(["Bonn"]);
        (await NodesAsync(Dates(DateField.InvalidAt, [[new(MetadataOperator.IsNull, null)]]))).ShouldBe(["Acme", "Avery", "Bonn"]);
    }

    [Fact]
    public async Task FindEdgesAsync_FewMatchesAmongMany_FindsThemInOnePage()
    {
        await BeginAsync();
        var told = await AddEpisodeAsync(1);
        await FactAsync(told, "A", "RARE", "B");
        await Database.ExecuteAsync(
            """
            INSERT INTO fact (fact_uuid, source_node, slot, valid_at, ord, target_node, name, episode_uuid, created_at)
            SELECT overlay($1::uuid::text PLACING lpad(to_hex(n + 1073741824), 12, '0') FROM 25)::uuid, $2, n, now(), n, $2, 'OFTEN', $3, now()
            FROM generate_series(1, 25000) n
            """,
            AssertionId.Create(GraphKey, 1_000, 0), Id("A"), told.Uuid);

        var page = (await Edges.FindEdgesAsync(
            Project, GraphTarget.ForGraph("g1"), new GraphListQuery(Filters: None with { EdgeTypes = ["RARE"] }), default))!;

        page.Edges.Count.ShouldBe(1);
    }

    [Fact]
    public async Task FindEpisodesAsync_ThatMentionNodes_GivesThemAndThoseNamed()
    {
        await FillAsync();
        var third = await AddEpisodeAsync(3);
        await AddEpisodeAsync(4);

        (await EpisodesAsync(Id("Bonn"))).ShouldBe([_second.Uuid]);
        (await EpisodesAsync(Id("Acme"), third.Uuid)).ShouldBe([third.Uuid, _second.Uuid, _first.Uuid]);
        (await EpisodesAsync(Guid.NewGuid())).ShouldBeEmpty();
    }

    private static MetadataComparison Compare(string key, MetadataOperator comparison, string? value = null) =>
        new(key, comparison, value is null ? null : new JsonText(value));

    private static SearchFilters Dates(DateField field, DateComparison[][] alternatives) =>
        None with { Dates = [new DateCondition([.. alternatives.Select(a => a.Select(c => c with { Field = field }).ToList())])] };

    private Guid Id(string name) => NodeId.FromName(GraphKey, name);

    private IEnumerable<char> Letters(List<Guid> edges) =>
        edges.Select(e => e == _job ? 'J' : e == _plan ? 'P' : e == _city ? 'C' : '?').Order();

    private async Task FillAsync()
    {
        await BeginAsync();
        _first = await AddEpisodeAsync(1);
        _second = await AddEpisodeAsync(2, """{"src": "crm"}""");
        await NodeAsync("Avery", 1, "Person", "Employee");
        await NodeAsync("Bonn", 2);
        _job = await FactAsync(_first, "Avery", "WORKS_AT", "Acme", slot: 7);
        await RepeatAsync(_second, "Avery", "WORKS_AT", "Acme", slot: 7, index: 3);
        _plan = await ValueAsync(_first, "Acme", "PLAN", "\"pro\"", until: 3, index: 1);
        _city = await FactAsync(_second, "Acme", "LOCATED_IN", "Bonn", index: 2);
        await Database.ExecuteAsync(
            """
            INSERT INTO fact (fact_uuid, source_node, slot, valid_at, ord, target_node, name, value, episode_uuid, created_at)
            SELECT $1, source_node, 5, valid_at, ord + 1, source_node, 'SEATS', '5', episode_uuid, created_at FROM fact WHERE fact_uuid = $2
            """,
            AssertionId.Create(GraphKey, _first.Number, 9), _plan);
        _seats = AssertionId.Create(GraphKey, _first.Number, 9);
    }

    private Guid _seats;

    // Omits the one fact that exists only for the nodes.
    private async Task<List<Guid>> EdgesAsync(SearchFilters filters)
    {
        var page = (await Edges.FindEdgesAsync(Project, GraphTarget.ForGraph("g1"), new GraphListQuery(Filters: filters), default))!;
        return [.. page.Edges.Select(e => e.Uuid).Where(u => u != _seats)];
    }

    private async Task<List<string>> NodesAsync(SearchFilters filters)
    {
        var page = (await Nodes.FindNodesAsync(Project, GraphTarget.ForGraph("g1"), new GraphListQuery(Filters: filters), default))!;
        return [.. page.Nodes.Select(n => n.Name).Order(StringComparer.Ordinal)];
    }

    private async Task<List<Guid>> EpisodesAsync(params Guid[] mentioned)
    {
        var query = new EpisodeQuery(Order: EpisodeOrder.CreatedAt) { Mentioned = mentioned };
        return [.. (await Episodes.FindEpisodesAsync(Project, GraphTarget.ForGraph("g1"), query, default))!.Episodes.Select(e => e.Uuid)];
    }
}
