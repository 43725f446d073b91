using FsCheck.Fluent;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.PostgreSql;
using Xunit.Abstractions;

namespace Orleans.Batch.Engine.IntegrationTests.Properties;

/// <summary>In each graph, episodes are in the order of the process calls and, within a batch, in that of adding.</summary>
public sealed class LaneOrderTests(TestDatabase database, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task AnyBatchesOverAnyDestinations_EachGraphKeepsProcessOrderAndSequence()
    {
        await using var engine = await RunningEngine.StartAsync(database);
        var batches = Gen.ArrayOf(Gen.Choose(1, 120).SelectMany(n => Gen.ArrayOf(TestProject.Items, n))).Resize(6);

        PropertyTest.Check(batches, 25, output, planned => KeepsOrderAsync(engine, planned));
    }

    [Fact]
    public async Task ALargeBatchThenASmallOneOnOneGraph_TheSmallOneWaits()
    {
        await using var engine = await RunningEngine.StartAsync(database);
        var pairs =
            from large in Gen.Choose(100, 400)
            from small in Gen.Choose(1, 3)
            select (PlannedItem[][])[Items(small), Items(large)]; // the last one is processed first

        PropertyTest.Check(pairs, 10, output, planned => KeepsOrderAsync(engine, planned));

        static PlannedItem[] Items(int count) => [.. Enumerable.Repeat(new PlannedItem(0, Readable: true), count)];
    }

    // Batches are filled in the given order, and processed in the opposite one: the process call decides.
    private async Task KeepsOrderAsync(RunningEngine engine, PlannedItem[][] planned)
    {
        var testProject = await TestProject.CreateAsync(engine, database);
        var batches = new List<(Guid Id, IReadOnlyList<PlannedItem> Planned, IReadOnlyList<BatchItem> Added)>();
        foreach (var items in planned)
        {
            var id = await testProject.CreateAsync();
            var half = items.Length / 2;
            IReadOnlyList<BatchItem> first = half == 0 ? [] : await testProject.AddAsync(id, items[..half]);
            batches.Add((id, items, [.. first, .. await testProject.AddAsync(id, items[half..])]));
        }

        batches.Reverse();
        foreach (var batch in batches)
        {
            await testProject.ProcessAsync(batch.Id);
        }

        foreach (var batch in batches)
        {
            await engine.EndOfAsync(testProject.Project, batch.Id);
        }

        await testProject.ShouldHoldAsync(batches.Select(b => (b.Planned, b.Added)));
    }
}
