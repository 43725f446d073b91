using Orleans.Batch.TestKit.PostgreSql;
using Xunit.Abstractions;

namespace Orleans.Batch.Engine.IntegrationTests.Operations;

/// <summary>The backlog of one project does not delay another's batch, nor a low priority a high one.</summary>
public sealed class FairnessTests(TestDatabase database, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    private const int Graphs = 200;
    private const int ItemsEach = 100;

    [Fact]
    public async Task ASmallBatchOfAnotherProject_IsDoneWhileTheLargeOnesHaveHardlyBegun()
    {
        await using var large = await EngineScenario.StartAsync(database);
        var small = new EngineScenario(large.Engine, database, await database.NewProjectAsync());
        await small.NewGraphAsync("g");
        var batch = await small.DraftAsync(EngineScenario.Items("g", 10));
        await BacklogAsync(large);

        await small.Batches.ProcessAsync(small.Project, batch, null, default);
        await small.EndOfAsync(batch);

        (await DoneBeforeAsync(large.Project, batch)).ShouldBeLessThan(Graphs * ItemsEach / 2);
    }

    [Fact]
    public async Task AHigherPriority_GoesFirstWithinAProject()
    {
        await using var scenario = await EngineScenario.StartAsync(database);
        await scenario.NewGraphAsync("urgent");
        var urgent = (await scenario.Batches.CreateAsync(scenario.Project, new() { Priority = 5 }, null, default)).Value;
        await scenario.Batches.AddAsync(scenario.Project, urgent.BatchId, [.. EngineScenario.Items("urgent", 100)], null, default);
        await BacklogAsync(scenario);

        await scenario.Batches.ProcessAsync(scenario.Project, urgent.BatchId, null, default);
        await scenario.EndOfAsync(urgent.BatchId);

        urgent.Priority.ShouldBe(5);
        (await DoneBeforeAsync(scenario.Project, urgent.BatchId)).ShouldBeLessThan(Graphs * ItemsEach / 2);
    }

    [Theory]
    [InlineData(101)]
    [InlineData(-101)]
    public async Task APriorityOutOfRange_IsRefused(int priority)
    {
        await using var scenario = await EngineScenario.StartAsync(database);

        var refusal = await Should.ThrowAsync<BatchServiceException>(async () =>
            await scenario.Batches.CreateAsync(scenario.Project, new() { Priority = priority }, null, default));

        refusal.Problems.ShouldHaveSingleItem().Field.ShouldBe("priority");
    }

    // By the times of the commits: a late check by the test has no influence.
    private async Task<long> DoneBeforeAsync(ProjectId project, Guid batch)
    {
        var done = await database.ScalarAsync<long>(
            """
            SELECT count(*) FROM graph g JOIN graph_episode e USING (graph_key)
            WHERE g.project_key = $1 AND starts_with(g.graph_id, 'of ')
                AND e.ingested_at < (SELECT completed_at FROM batch WHERE batch_uuid = $2)
            """,
            project.Value,
            batch);
        output.WriteLine($"{done} of {Graphs * ItemsEach} were done before");
        return done;
    }

    private static async Task BacklogAsync(EngineScenario scenario)
    {
        var graphs = Enumerable.Range(0, Graphs).Select(g => $"of {g}").ToArray();
        foreach (var graph in graphs)
        {
            await scenario.NewGraphAsync(graph);
        }

        await scenario.ProcessAsync(graphs.SelectMany(g => EngineScenario.Items(g, ItemsEach)));
    }
}
