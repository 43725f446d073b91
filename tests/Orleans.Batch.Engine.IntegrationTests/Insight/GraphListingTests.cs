using Orleans.Batch.Engine.IntegrationTests.Operations;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Insight;

/// <summary>Graphs and users with the amount of their content, and the origin of episodes.</summary>
public sealed class GraphListingTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Graphs_ComeByIdInPages_WithTheirEpisodes()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "c", "a", "b");
        await scenario.EndedAsync([.. EngineScenario.Items("b", 3), .. EngineScenario.Items("c", 1)]);
        var insight = scenario.Engine.Service<IInsightClient>();

        var first = await insight.ListGraphsAsync(scenario.Project, new(Users: false, Limit: 2), default);
        var second = await insight.ListGraphsAsync(scenario.Project, new(Users: false, Limit: 2, After: first.NextAfter), default);

        first.Graphs.Select(g => (g.Target.GraphId, g.Episodes.Value)).ShouldBe([("a", 0), ("b", 3)]);
        second.Graphs.Select(g => (g.Target.GraphId, g.Episodes.Value)).ShouldBe([("c", 1)]);
        (first.NextAfter, second.NextAfter).ShouldBe(("b", null));
        (await insight.ListGraphsAsync(scenario.Project, new(Users: false, Search: "B"), default))
            .Graphs.ShouldHaveSingleItem().LastEpisodeAt.ShouldNotBeNull();
        (await insight.ListGraphsAsync(await database.NewProjectAsync(), new(Users: false), default)).Graphs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Users_AreFoundByIdNameAndAddress()
    {
        await using var scenario = await EngineScenario.StartAsync(database);
        await scenario.Engine.Users.CreateUserAsync(
            scenario.Project, "u-1", new() { FirstName = "Ada", LastName = "Byron", Email = "Ada@Example.org" }, default);
        await scenario.Engine.Users.CreateUserAsync(scenario.Project, "u-2", new(), default);
        var insight = scenario.Engine.Service<IInsightClient>();

        foreach (var text in (string[])["U-1", "a byron", "@example"])
        {
            var found = await insight.ListGraphsAsync(scenario.Project, new(Users: true, Search: text), default);
            found.Graphs.ShouldHaveSingleItem().Target.ShouldBe(GraphTarget.ForUser("u-1"));
        }

        (await insight.ListGraphsAsync(scenario.Project, new(Users: true), default)).Graphs.Count.ShouldBe(2);
    }

    [Fact]
    public async Task ContentsAndOrigins_TellHowMuchAndFromWhere()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g");
        var batch = (await scenario.Batches.CreateAsync(scenario.Project, new() { Extraction = ExtractionMode.Deterministic }, null, default)).Value.BatchId;
        await scenario.Batches.AddAsync(
            scenario.Project, batch, [EngineScenario.Item("g", "nothing"), EngineScenario.Item("g", """{"id":"ada","team":"crm"}""") with { DataType = DataType.Json }], null, default);
        await scenario.Batches.ProcessAsync(scenario.Project, batch, null, default);
        await scenario.EndOfAsync(batch);
        var insight = scenario.Engine.Service<IInsightClient>();
        var episodes = (await scenario.ItemsAsync(batch)).Select(i => i.EpisodeUuid).ToList();

        var contents = await insight.GetContentsAsync(scenario.Project, GraphTarget.ForGraph("g"), default);
        var origins = await insight.FindOriginsAsync(scenario.Project, episodes, default);

        (contents.Graph.Episodes, contents.Nodes, contents.Facts).ShouldBe((new(2, false), new(1, false), new(1, false)));
        origins.OrderBy(o => o.SequenceIndex).ShouldBe(
            [new EpisodeOrigin(episodes[0], batch, 0, false), new EpisodeOrigin(episodes[1], batch, 1, false)]);
        (await insight.FindOriginsAsync(await database.NewProjectAsync(), episodes, default)).ShouldBeEmpty();
        await EngineScenario.RefusedAsync(
            insight.GetContentsAsync(scenario.Project, GraphTarget.ForGraph("none"), default), ErrorKind.NotFound, ErrorCodes.NotFound);
    }
}
