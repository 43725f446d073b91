using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Ingestion;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.PostgreSql;
using Xunit.Abstractions;

namespace Orleans.Batch.Engine.Tests.Properties;

/// <summary>
/// Two engines on one database, each believing it is alone: the fence in SQL, not the guard or the single activation,
/// is what keeps every item in its graph once and in order.
/// </summary>
public sealed class FenceTests(TestDatabase database, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task TwoEnginesAtOnce_NothingTwiceNothingOutOfOrder()
    {
        await using var one = await RunningEngine.StartAsync(database, Rival);
        await using var other = await RunningEngine.StartAsync(database, Rival);
        var cases = Gen.ArrayOf(Gen.Choose(50, 200).SelectMany(n => Gen.ArrayOf(Town.Items, n)), 4);

        Property.Check(cases, 10, output, planned => KeepsOnceAndOrderAsync(one, other, planned));

        var overtaken = Overtaken(one) + Overtaken(other);
        output.WriteLine($"{overtaken} chunks were overtaken");
        overtaken.ShouldBeGreaterThan(0, "the engines never met: nothing was tested");
    }

    private async Task KeepsOnceAndOrderAsync(RunningEngine one, RunningEngine other, PlannedItem[][] planned)
    {
        var town = await Town.FoundAsync(one, database);
        var batches = new List<(Guid Id, IReadOnlyList<PlannedItem> Planned, IReadOnlyList<BatchItem> Added)>();
        foreach (var items in planned)
        {
            var id = await town.CreateAsync();
            batches.Add((id, items, await town.AddAsync(id, items)));
        }

        for (var i = 0; i < batches.Count; i++)
        {
            await (i % 2 == 0 ? one : other).Batches.ProcessAsync(town.Project, batches[i].Id, null, default);
        }

        foreach (var batch in batches)
        {
            var end = await one.EndOfAsync(town.Project, batch.Id);
            end.Progress.SucceededItems.ShouldBe(batch.Planned.Count(i => i.InGraph));
            end.Progress.FailedItems.ShouldBe(batch.Planned.Count(i => !i.InGraph));
        }

        await town.ShouldHoldAsync(batches.Select(b => (b.Planned, b.Added)));
    }

    private static void Rival(IServiceCollection services)
    {
        RunningEngine.WithoutGuard(services);
        services.AddSingleton<GroupCommitWriter>();
        services.Replace(ServiceDescriptor.Singleton<ILaneWriter, CountingWriter>());
    }

    private static int Overtaken(RunningEngine engine) => ((CountingWriter)engine.Service<ILaneWriter>()).Overtaken;

    private sealed class CountingWriter(GroupCommitWriter writer) : ILaneWriter
    {
        private int _overtaken;

        public int Overtaken => _overtaken;

        public async ValueTask<CommitOutcome> CommitAsync(ProcessedChunk chunk, CancellationToken cancellationToken)
        {
            var outcome = await writer.CommitAsync(chunk, cancellationToken);
            if (outcome == CommitOutcome.Overtaken)
            {
                Interlocked.Increment(ref _overtaken);
            }

            return outcome;
        }
    }
}
