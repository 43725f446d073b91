using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Ingestion;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.PostgreSql;
using Xunit.Abstractions;

namespace Orleans.Batch.Engine.IntegrationTests.Properties;

/// <summary>
/// Two engines on one database, each configured as the only one: the fence in SQL, not the guard or the single activation,
/// keeps every item in its graph once and in order.
/// </summary>
public sealed class FenceTests(TestDatabase database, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task TwoEnginesAtOnce_NothingTwiceNothingOutOfOrder()
    {
        await using var one = await RunningEngine.StartAsync(database, Rival);
        await using var other = await RunningEngine.StartAsync(database, Rival);
        var cases = Gen.ArrayOf(Gen.Choose(50, 200).SelectMany(n => Gen.ArrayOf(TestProject.Items, n)), 4);

        PropertyTest.Check(cases, 10, output, planned => KeepsOnceAndOrderAsync(one, other, planned));

        var conflicts = Conflicts(one) + Conflicts(other);
        output.WriteLine($"{conflicts} chunks were overtaken");
        conflicts.ShouldBeGreaterThan(0, "the engines never met: nothing was tested");
    }

    private async Task KeepsOnceAndOrderAsync(RunningEngine one, RunningEngine other, PlannedItem[][] planned)
    {
        var testProject = await TestProject.CreateAsync(one, database);
        var batches = new List<(Guid Id, IReadOnlyList<PlannedItem> Planned, IReadOnlyList<BatchItem> Added)>();
        foreach (var items in planned)
        {
            var id = await testProject.CreateAsync();
            batches.Add((id, items, await testProject.AddAsync(id, items)));
        }

        for (var i = 0; i < batches.Count; i++)
        {
            await (i % 2 == 0 ? one : other).Batches.ProcessAsync(testProject.Project, batches[i].Id, null, default);
        }

        foreach (var batch in batches)
        {
            var end = await one.EndOfAsync(testProject.Project, batch.Id);
            end.Progress.SucceededItems.ShouldBe(batch.Planned.Count(i => i.InGraph));
            end.Progress.FailedItems.ShouldBe(batch.Planned.Count(i => !i.InGraph));
        }

        await testProject.ShouldHoldAsync(batches.Select(b => (b.Planned, b.Added)));
    }

    private static void Rival(IServiceCollection services)
    {
        RunningEngine.WithoutGuard(services);
        services.AddSingleton<GroupCommitWriter>();
        services.Replace(ServiceDescriptor.Singleton<ILaneWriter, CountingWriter>());
    }

    private static int Conflicts(RunningEngine engine) => ((CountingWriter)engine.Service<ILaneWriter>()).Conflicts;

    private sealed class CountingWriter(GroupCommitWriter writer) : ILaneWriter
    {
        private int _conflicts;

        public int Conflicts => _conflicts;

        public async ValueTask<CommitOutcome> CommitAsync(ProcessedChunk chunk, CancellationToken cancellationToken)
        {
            var outcome = await writer.CommitAsync(chunk, cancellationToken);
            if (outcome == CommitOutcome.Conflict)
            {
                Interlocked.Increment(ref _conflicts);
            }

            return outcome;
        }
    }
}
