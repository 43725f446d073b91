using Orleans.Batch.Engine.IntegrationTests.Operations;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Facts;

/// <summary>The node of a graph's user.</summary>
public sealed class UserNodeTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task TheNode_ExistsFromTheStart_AndSurvivesRenamesAndDeletions()
    {
        await using var scenario = await EngineScenario.StartAsync(database);
        var nodes = scenario.Engine.Service<INodeClient>();
        await scenario.Engine.Users.CreateUserAsync(scenario.Project, "jane-1", new() { FirstName = "Jane", LastName = "Doe" }, default);
        await scenario.Engine.Threads.CreateThreadAsync(scenario.Project, "t1", "jane-1", default);
        var created = await nodes.GetUserNodeAsync(scenario.Project, "jane-1", default);
        (created.Name, string.Join(' ', created.Labels)).ShouldBe(("Jane Doe", "Entity User"));

        var before = await LoadAsync(scenario, Message("I live in Lisbon.", null));
        await scenario.Engine.Users.UpdateUserAsync(scenario.Project, "jane-1", new() { LastName = "Roe" }, default);
        var after = await LoadAsync(scenario, Message("I work at Acme.", "Jane"), Message("Jane Doe works with Blake Lee.", "Blake Lee"));

        var renamed = await nodes.GetUserNodeAsync(scenario.Project, "jane-1", default);
        (renamed.Uuid, renamed.Name).ShouldBe((created.Uuid, "Jane Roe"));
        renamed.Episodes.Count.ShouldBe(3);
        (await FactsAsync("Jane Roe")).ShouldBe(
            ["Jane Roe lives in Lisbon", "Jane Roe works at Acme", "Jane Roe works with Blake Lee"], ignoreOrder: true);
        var found = await scenario.Engine.Service<ISearchClient>().SearchAsync(
            scenario.Project, GraphTarget.ForUser("jane-1"), new GraphSearch("Where does Jane Roe live?"), default);
        found.Edges![0].Fact.ShouldBe("Jane Roe lives in Lisbon");

        foreach (var item in (await scenario.ItemsAsync(before)).Concat(await scenario.ItemsAsync(after)))
        {
            await scenario.Engine.Episodes.DeleteEpisodeAsync(scenario.Project, item.EpisodeUuid, default);
        }

        await nodes.DeleteNodeAsync(scenario.Project, created.Uuid, default);
        (await nodes.GetUserNodeAsync(scenario.Project, "jane-1", default)).Name.ShouldBe("Jane Roe");
        (await FactsAsync("Jane Roe")).ShouldBeEmpty();

        async Task<IReadOnlyList<string>> FactsAsync(string name)
        {
            var edges = await scenario.Engine.Service<IEdgeClient>().ListEdgesAsync(
                scenario.Project, GraphTarget.ForUser("jane-1"), new GraphListQuery(), default);
            return [.. edges.Edges.Where(e => e.SourceNodeName == name).Select(e => e.Fact)];
        }
    }

    private static NewBatchItem Message(string content, string? name) => new()
    {
        Kind = ItemKind.ThreadMessage, ThreadId = "t1", Role = RoleType.User, Name = name, Content = content,
    };

    private static async Task<Guid> LoadAsync(EngineScenario scenario, params NewBatchItem[] items)
    {
        var batch = (await scenario.Batches.CreateAsync(scenario.Project, new() { Extraction = ExtractionMode.Deterministic }, null, default))
            .Value.BatchId;
        await scenario.Batches.AddAsync(scenario.Project, batch, items, null, default);
        await scenario.Batches.ProcessAsync(scenario.Project, batch, null, default);
        (await scenario.EndOfAsync(batch)).Status.ShouldBe(BatchStatus.Succeeded);
        return batch;
    }
}
