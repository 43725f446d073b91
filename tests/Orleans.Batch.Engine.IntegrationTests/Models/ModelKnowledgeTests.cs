using System.Text.Json;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Models;

/// <summary>What a graph and a project keep of answers beside facts: aliases, sentences, names of facts.</summary>
public sealed class ModelKnowledgeTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Alias_OfAnEarlierBatch_LeadsToTheEntity_UntilItIsTakenBack()
    {
        await using var scenario = await ModelScenario.StartAsync(database);
        await scenario.CreateThreadsAsync("ada", 1);
        await LoadAsync(scenario, "ada 0", "FACT: Bob | WORKS_AT | Acme\nALIAS: Bob | Robert Smith\nFACT: Robert Smith | LIKES | Tea", 0);
        await LoadAsync(scenario, "ada 0", "FACT: Bob | LIVES_IN | Oslo", 1);
        (await scenario.FactsAsync("ada")).ShouldBe(["Robert Smith LIKES Tea", "Robert Smith LIVES_IN Oslo", "Robert Smith WORKS_AT Acme"]);

        var robert = await NodeAsync("Robert Smith");
        var alias = (await scenario.Engine.Nodes.ListAliasesAsync(scenario.Project, robert, default)).ShouldHaveSingleItem();
        (alias.Name, alias.Uuid).ShouldBe(("Bob", await NodeAsync("Bob")));
        await scenario.Engine.Nodes.RemoveAliasAsync(scenario.Project, robert, alias.Uuid, default);

        (await scenario.Engine.Nodes.ListAliasesAsync(scenario.Project, robert, default)).ShouldBeEmpty();
        await Should.ThrowAsync<BatchServiceException>(
            async () => await scenario.Engine.Nodes.RemoveAliasAsync(scenario.Project, robert, alias.Uuid, default));
        await LoadAsync(scenario, "ada 0", "FACT: Bob | OWNS | Boat\nALIAS: Bob | Robert Smith\nFACT: Robert Smith | OWNS | Car", 2);
        (await scenario.FactsAsync("ada")).ShouldContain("Bob OWNS Boat");
        (await scenario.Engine.Nodes.ListAliasesAsync(scenario.Project, robert, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Alias_OfADeletedNode_IsForgotten()
    {
        await using var scenario = await ModelScenario.StartAsync(database);
        await scenario.CreateThreadsAsync("bea", 1);
        await LoadAsync(scenario, "bea 0", "FACT: Meg | WORKS_AT | Acme\nALIAS: Meg | Margaret\nFACT: Margaret | LIKES | Tea", 0);

        await scenario.Engine.Nodes.DeleteNodeAsync(scenario.Project, await NodeAsync("Margaret"), default);

        await LoadAsync(scenario, "bea 0", "FACT: Meg | LIVES_IN | Oslo", 1);
        (await scenario.FactsAsync("bea")).ShouldBe(["Meg LIVES_IN Oslo"]);
    }

    [Fact]
    public async Task Sentence_OfAFact_IsKeptAndFound()
    {
        await using var scenario = await ModelScenario.StartAsync(database);
        await scenario.CreateThreadsAsync("cora", 1);
        await LoadAsync(scenario, "cora 0", "FACT: Zed | WORKS_AT | Acme | since 2020-01-01\nFACT: Zed | LIKES | Tea", 0);

        var edges = (await scenario.Engine.Edges.ListEdgesAsync(scenario.Project, GraphTarget.ForUser("cora"), new(), default)).Edges;

        edges.Select(e => e.Fact).Order(StringComparer.Ordinal).ShouldBe(["Zed likes Tea", "Zed works at Acme, since 2020-01-01."]);
        (await database.ScalarAsync<long>("SELECT count(*) FROM written_detail d JOIN fact f ON f.fact_uuid = d.object_uuid JOIN node n ON n.node_uuid = f.source_node WHERE n.name = 'Zed'"))
            .ShouldBe(1, "the sentence that a fact's parts make is not stored");
    }

    [Fact]
    public async Task Predicate_OfAnAnswer_IsSuggestedNext_AndTheOperatorDecidesAboutIt()
    {
        await using var scenario = await ModelScenario.StartAsync(database);
        await scenario.CreateThreadsAsync("dora", 1);
        await LoadAsync(scenario, "dora 0", "FACT: Kim | COACHES | Reds", 0);

        await LoadAsync(scenario, "dora 0", "FACT: Kim | COACHES | Blues", 1);

        using var request = JsonDocument.Parse(scenario.Stub.Chats[^1].Text);
        request.RootElement.GetProperty("messages")[1].GetProperty("content").GetString().ShouldNotBeNull().ShouldContain("\"COACHES\"]");
        (await CurrentAsync("Kim")).ShouldBe(["Blues", "Reds"]);

        await database.ExecuteAsync(
            "INSERT INTO predicate VALUES ($1, 'LEADS', true, true)", scenario.Project.Value);
        await LoadAsync(scenario, "dora 0", "FACT: Lou | LEADS | Reds", 2);
        await LoadAsync(scenario, "dora 0", "FACT: Lou | LEADS | Blues", 3);
        (await CurrentAsync("Lou")).ShouldBe(["Blues"]);
    }

    private static async Task LoadAsync(ModelScenario scenario, string thread, string text, int turn) =>
        (await scenario.EndedAsync([ModelScenario.Message(thread, text, turn)])).Status.ShouldBe(BatchStatus.Succeeded);

    private Task<Guid> NodeAsync(string name) => database.ScalarAsync<Guid>("SELECT node_uuid FROM node WHERE name = $1", name);

    private Task<IReadOnlyList<string>> CurrentAsync(string subject) => database.ColumnAsync<string>(
        """
        SELECT t.name FROM fact f JOIN node s ON s.node_uuid = f.source_node JOIN node t ON t.node_uuid = f.target_node
        WHERE s.name = $1 AND f.invalid_at IS NULL ORDER BY 1
        """,
        subject);
}
