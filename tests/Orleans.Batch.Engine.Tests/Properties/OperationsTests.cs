using FsCheck;
using FsCheck.Fluent;
using Orleans.Batch.Engine.Tests.Operations;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.PostgreSql;
using Xunit.Abstractions;

namespace Orleans.Batch.Engine.Tests.Properties;

/// <summary>
/// After any sequence of operations the counts are those of the items, no status ever went back, and each batch that
/// ended has one message.
/// </summary>
public sealed class OperationsTests(TestDatabase database, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    private BatchProgress _seen = new() { TotalItems = 0 };

    private static Gen<Operation> Operations => Gen.Frequency(
        (5, Gen.Constant<Operation>(new Operation.Create())),
        (8, from batch in Gen.Choose(0, 5)
            from items in Gen.Choose(1, 150).SelectMany(n => Gen.ArrayOf(Town.Items, n))
            select (Operation)new Operation.Add(batch, items)),
        (5, Gen.Choose(0, 5).Select(batch => (Operation)new Operation.Process(batch))),
        (4, Gen.Choose(0, 5).Select(batch => (Operation)new Operation.Look(batch))),
        (1, Gen.Choose(0, 5).Select(batch => (Operation)new Operation.Delete(batch))),
        (1, Gen.Choose(0, Town.Destinations - 1).Select(place => (Operation)new Operation.Demolish(place))),
        (3, Gen.Constant<Operation>(new Operation.Rebuild())));

    [Fact]
    public async Task AnyOperations_CountsEqualItemsAndStatusesOnlyMoveOn()
    {
        var gate = new Gate(sequence: 0);
        await using var engine = await RunningEngine.StartAsync(database, gate.Build);

        await DeleteDuringARunAsync(engine, gate);
        Property.Check(Gen.ArrayOf(Operations).Resize(40), 30, output, operations => CountsEqualItemsAsync(engine, operations));

        output.WriteLine($"{_seen}");
        _seen.SucceededItems.ShouldBeGreaterThan(_seen.TotalItems / 30); // a third as a rule; chance does not come near this
        _seen.FailedItems.ShouldBeGreaterThan(0);
        _seen.CanceledItems.ShouldBeGreaterThan(0, "no deletion met a run");
    }

    // Whether a deletion of the generated cases meets a run is up to the machine: this one does.
    private async Task DeleteDuringARunAsync(RunningEngine engine, Gate gate)
    {
        var town = await Town.FoundAsync(engine, database);
        var diary = new Diary(engine.Batches, town.Project);
        diary.Created(await town.CreateAsync());
        await town.AddAsync(diary.Batches[0], [.. Enumerable.Repeat(new PlannedItem(0, Readable: true), 20)]);
        await town.ProcessAsync(diary.Batches[0]);
        await gate.Reached;
        await new Operation.Demolish(0).RunAsync(engine, town, diary);
        gate.Open();
        await EndAndCountAsync(engine, town, diary);
    }

    private async Task CountsEqualItemsAsync(RunningEngine engine, Operation[] operations)
    {
        var town = await Town.FoundAsync(engine, database);
        var diary = new Diary(engine.Batches, town.Project);
        foreach (var operation in operations)
        {
            try
            {
                await operation.RunAsync(engine, town, diary);
            }
            catch (BatchServiceException)
            {
                // A refusal (not a draft, destination gone, deleted batch …) is as good as any answer here.
            }
        }

        await EndAndCountAsync(engine, town, diary);
    }

    private async Task EndAndCountAsync(RunningEngine engine, Town town, Diary diary)
    {
        foreach (var batch in diary.Batches)
        {
            if ((await engine.Batches.GetAsync(town.Project, batch, default)).Status != BatchStatus.Draft)
            {
                await engine.EndOfAsync(town.Project, batch);
            }

            var (summary, items) = await diary.LookAsync(batch);
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
            town.Project.Value)).ShouldBe(0);
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
