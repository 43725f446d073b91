using Orleans.Batch.Engine.Tests.Operations;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.Tests.Insight;

/// <summary>Graphs and users with how much is in them, and where episodes came from.</summary>
public sealed class GraphListingTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Graphs_ComeByIdInPages_WithTheirEpisodes()
    {
        await using var stage = await Stage.SetAsync(database, null, "c", "a", "b");
        await stage.EndedAsync([.. Stage.Items("b", 3), .. Stage.Items("c", 1)]);
        var insight = stage.Engine.Service<IInsightClient>();

        var first = await insight.ListGraphsAsync(stage.Project, new(Users: false, Limit: 2), default);
        var second = await insight.ListGraphsAsync(stage.Project, new(Users: false, Limit: 2, After: first.NextAfter), default);

        first.Graphs.Select(g => (g.Target.GraphId, g.Episodes.Value)).ShouldBe([("a", 0), ("b", 3)]);
        second.Graphs.Select(g => (g.Target.GraphId, g.Episodes.Value)).ShouldBe([("c", 1)]);
        (first.NextAfter, second.NextAfter).ShouldBe(("b", null));
        (await insight.ListGraphsAsync(stage.Project, new(Users: false, Search: "B"), default))
            .Graphs.ShouldHaveSingleItem().LastEpisodeAt.ShouldNotBeNull();
        (await insight.ListGraphsAsync(await database.NewProjectAsync(), new(Users: false), default)).Graphs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Users_AreFoundByIdNameAndAddress()
    {
        await using var stage = await Stage.SetAsync(database);
        await stage.Engine.Memory.CreateUserAsync(
            stage.Project, "u-1", new() { FirstName = "Ada", LastName = "Byron", Email = "Ada@Example.org" }, default);
        await stage.Engine.Memory.CreateUserAsync(stage.Project, "u-2", new(), default);
        var insight = stage.Engine.Service<IInsightClient>();

        foreach (var text in (string[])["U-1", "a byron", "@example"])
        {
            var found = await insight.ListGraphsAsync(stage.Project, new(Users: true, Search: text), default);
            found.Graphs.ShouldHaveSingleItem().Target.ShouldBe(GraphTarget.OfUser("u-1"));
        }

        (await insight.ListGraphsAsync(stage.Project, new(Users: true), default)).Graphs.Count.ShouldBe(2);
    }

    [Fact]
    public async Task ContentsAndOrigins_TellHowMuchAndFromWhere()
    {
        await using var stage = await Stage.SetAsync(database, null, "g");
        var batch = (await stage.Batches.CreateAsync(stage.Project, new() { Extraction = ExtractionMode.Deterministic }, null, default)).Value.BatchId;
        await stage.Batches.AddAsync(
            stage.Project, batch, [Stage.Item("g", "nothing"), Stage.Item("g", """{"id":"ada","team":"crm"}""") with { DataType = DataType.Json }], null, default);
        await stage.Batches.ProcessAsync(stage.Project, batch, null, default);
        await stage.EndOfAsync(batch);
        var insight = stage.Engine.Service<IInsightClient>();
        var episodes = (await stage.ItemsAsync(batch)).Select(i => i.EpisodeUuid).ToList();

        var contents = await insight.GetContentsAsync(stage.Project, GraphTarget.OfGraph("g"), default);
        var origins = await insight.FindOriginsAsync(stage.Project, episodes, default);

        (contents.Graph.Episodes, contents.Nodes, contents.Facts).ShouldBe((new(2, false), new(1, false), new(1, false)));
        origins.OrderBy(o => o.SequenceIndex).ShouldBe(
            [new EpisodeOrigin(episodes[0], batch, 0, false), new EpisodeOrigin(episodes[1], batch, 1, false)]);
        (await insight.FindOriginsAsync(await database.NewProjectAsync(), episodes, default)).ShouldBeEmpty();
        await Stage.RefusedAsync(
            insight.GetContentsAsync(stage.Project, GraphTarget.OfGraph("none"), default), ErrorKind.NotFound, ErrorCodes.NotFound);
    }
}
