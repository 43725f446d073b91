using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.Tests.Operations;

/// <summary>What one project has waiting does not keep another's batch waiting, nor a low priority a high one.</summary>
public sealed class FairnessTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const int Graphs = 200;
    private const int ItemsEach = 100;

    [Fact]
    public async Task ASmallBatchOfAnotherProject_IsDoneWhileTheLargeOnesHaveHardlyBegun()
    {
        await using var large = await Stage.SetAsync(database);
        var small = new Stage(large.Engine, database, await database.NewProjectAsync());
        await small.NewGraphAsync("g");
        var backlog = await BacklogAsync(large);

        await small.EndedAsync(Stage.Items("g", 10));

        (await large.GetAsync(backlog)).Progress.SucceededItems.ShouldBeLessThan(Graphs * ItemsEach / 2);
    }

    [Fact]
    public async Task AHigherPriority_GoesFirstWithinAProject()
    {
        await using var stage = await Stage.SetAsync(database);
        await stage.NewGraphAsync("urgent");
        var backlog = await BacklogAsync(stage);

        var urgent = (await stage.Batches.CreateAsync(stage.Project, new() { Priority = 5 }, null, default)).Value;
        await stage.Batches.AddAsync(stage.Project, urgent.BatchId, [.. Stage.Items("urgent", 100)], null, default);
        await stage.Batches.ProcessAsync(stage.Project, urgent.BatchId, null, default);
        await stage.EndOfAsync(urgent.BatchId);

        urgent.Priority.ShouldBe(5);
        (await stage.GetAsync(backlog)).Progress.SucceededItems.ShouldBeLessThan(Graphs * ItemsEach / 2);
    }

    [Theory]
    [InlineData(101)]
    [InlineData(-101)]
    public async Task APriorityOutOfRange_IsRefused(int priority)
    {
        await using var stage = await Stage.SetAsync(database);

        var refusal = await Should.ThrowAsync<BatchServiceException>(async () =>
            await stage.Batches.CreateAsync(stage.Project, new() { Priority = priority }, null, default));

        refusal.Problems.ShouldHaveSingleItem().Field.ShouldBe("priority");
    }

    private static async Task<Guid> BacklogAsync(Stage stage)
    {
        var graphs = Enumerable.Range(0, Graphs).Select(g => $"of {g}").ToArray();
        foreach (var graph in graphs)
        {
            await stage.NewGraphAsync(graph);
        }

        return await stage.ProcessAsync(graphs.SelectMany(g => Stage.Items(g, ItemsEach)));
    }
}
