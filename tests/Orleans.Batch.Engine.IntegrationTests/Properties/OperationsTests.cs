using FsCheck;
using FsCheck.Fluent;
using Orleans.Batch.Engine.IntegrationTests.Operations;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.PostgreSql;
using Xunit.Abstractions;

namespace Orleans.Batch.Engine.IntegrationTests.Properties;

/// <summary>
/// After any sequence of operations the counts are those of the items, no status has gone back, and each ended
/// batch has one message.
/// </summary>
public sealed class OperationsTests(TestDatabase database, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    private BatchProgress _seen = new() { TotalItems = 0 };

    private static Gen<Operation> Operations => Gen.Frequency(
        (5, Gen.Constant<Operation>(new Operation.Create())),
        (8, from batch in Gen.Choose(0, 5)
            from items in Gen.Choose(1, 150).SelectMany(n => Gen.ArrayOf(TestProject.Items, n))
            select (Operation)new Operation.Add(batch, items)),
        (5, Gen.Choose(0, 5).Select(batch => (Operation)new Operation.Process(batch))),
        (4, Gen.Choose(0, 5).Select(batch => (Operation)new Operation.Observe(batch))),
        (1, Gen.Choose(0, 5).Select(batch => (Operation)new Operation.Delete(batch))),
        (1, Gen.Choose(0, TestProject.Destinations - 1).Select(place => (Operation)new Operation.DeleteDestination(place))),
        (3, Gen.Constant<Operation>(new Operation.RecreateDestinations())));

    [Fact]
    public async Task AnyOperations_CountsEqualItemsAndStatusesOnlyMoveOn()
    {
        var gate = new Gate(sequence: 0);
        await using var engine = await RunningEngine.StartAsync(database, gate.Build);

        await DeleteDuringARunAsync(engine, gate);
        PropertyTest.Check(Gen.ArrayOf(Operations).Resize(40), 30, output, operations => CountsEqualItemsAsync(engine, operations));

        output.WriteLine($"{_seen}");
        _seen.SucceededItems.ShouldBeGreaterThan(_seen.TotalItems / 30); // usually a third; a random result is never near this
        _seen.FailedItems.ShouldBeGreaterThan(0);
        _seen.CanceledItems.ShouldBeGreaterThan(0, "no deletion met a run");
    }

    // The generated cases may or may not contain a deletion during a run: this one does.
    private async Task DeleteDuringARunAsync(RunningEngine engine, Gate gate)
    {
        var testProject = await TestProject.CreateAsync(engine, database);
        var history = new ObservedHistory(engine.Batches, testProject.Project);
        history.Created(await testProject.CreateAsync());
        await testProject.AddAsync(history.Batches[0], [.. Enumerable.Repeat(new PlannedItem(0, Readable: true), 20)]);
        await testProject.ProcessAsync(history.Batches[0]);
        await gate.Reached;
        await new Operation.DeleteDestination(0).RunAsync(engine, testProject, history);
        gate.Open();
        await EndAndCountAsync(engine, testProject, history);
    }

    private async Task CountsEqualItemsAsync(RunningEngine engine, Operation[] operations)
    {
        var testProject = await TestProject.CreateAsync(engine, database);
        var history = new ObservedHistory(engine.Batches, testProject.Project);
        foreach (var operation in operations)
        {
            try
            {
                await operation.RunAsync(engine, testProject, history);
            }
            catch (BatchServiceException)
            {
                // A refusal (not a draft, destination deleted, batch deleted …) is a valid answer here.
            }
        }

        await EndAndCountAsync(engine, testProject, history);
    }

    private async Task EndAndCountAsync(RunningEngine engine, TestProject testProject, ObservedHistory history)
    {
        foreach (var batch in history.Batches)
        {
            if ((await engine.Batches.GetAsync(testProject.Project, batch, default)).Status != BatchStatus.Draft)
            {
                await engine.EndOfAsync(testProject.Project, batch);
            }

            var (summary, items) = await history.ReadAsync(batch);
            summary.ItemCount.ShouldBe(items.Count);
            summary.Progress.ShouldBe(Counted(items, summary.Status));
            _seen = Sum(_seen, summary.Progress);
            items.Select(i => i.SequenceIndex).ShouldBe(Enumerable.Range(0, items.Count));
            (await database.ScalarAsync<long>("SELECT count(*) FROM outbox WHERE subject = $1", batch))
                .ShouldBe(summary.Status >= BatchStatus.Invalid ? 1 : 0);
        }

        (await database.ScalarAsync<long>(
            """
            SELECT count(*) FROM (SELECT episode_uuid FROM graph_episode JOIN graph USING (graph_key) WHERE project_key = $1
                                  GROUP BY 1 HAVING count(*) > 1) twice
            """,
            testProject.Project.Value)).ShouldBe(0);
    }

    private static BatchProgress Sum(BatchProgress one, BatchProgress other) => new()
    {
        TotalItems = one.TotalItems + other.TotalItems,
        SucceededItems = one.SucceededItems + other.SucceededItems,
        FailedItems = one.FailedItems + other.FailedItems,
        CanceledItems = one.CanceledItems + other.CanceledItems,
    };

    // An invalid batch never ran: only its bad items count.
    internal static BatchProgress Counted(IReadOnlyList<BatchItem> items, BatchStatus status)
    {
        if (status > BatchStatus.Invalid)
        {
            items.ShouldAllBe(i => i.Status >= ItemStatus.Succeeded);
        }

        return new BatchProgress
        {
            TotalItems = items.Count,
            SucceededItems = items.Count(i => i.Status == ItemStatus.Succeeded),
            FailedItems = items.Count(i => i.Status == ItemStatus.Failed),
            SkippedItems = items.Count(i => i.Status == ItemStatus.Skipped),
            CanceledItems = items.Count(i => i.Status == ItemStatus.Canceled),
        };
    }
}
