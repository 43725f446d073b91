using FsCheck;
using FsCheck.Fluent;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.PostgreSql;
using Orleans.Batch.TestKit.Promise;
using Xunit.Abstractions;

namespace Orleans.Batch.Engine.IntegrationTests.Properties;

/// <summary>
/// A batch's state machine: after any sequence of actions of callers and operators, with crashes between them, statuses have
/// changed only as permitted, ended batches have not changed, counts are those of the items, nothing is in a graph twice or
/// out of order, and each ended batch has one message.
/// </summary>
public sealed class LifecycleTests(TestDatabase database, ITestOutputHelper output) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly Dictionary<string, int> _done = [];
    private RunningEngine _engine = null!;

    private static Gen<int> Batch => Gen.Choose(0, 5);

    private static Gen<Operation> Operations => Gen.Frequency(
        (4, Gen.Constant<Operation>(new Operation.Create())),
        (7, from batch in Batch
            from items in Gen.Choose(1, 120).SelectMany(n => Gen.ArrayOf(TestProject.Items, n))
            select (Operation)new Operation.Add(batch, items)),
        (7, Batch.Select(b => (Operation)new Operation.Process(b))),
        (3, Batch.Select(b => (Operation)new Operation.Observe(b))),
        (1, Batch.Select(b => (Operation)new Operation.Delete(b))),
        (1, Gen.Choose(0, TestProject.Destinations - 1).Select(place => (Operation)new Operation.DeleteDestination(place))),
        (2, Gen.Constant<Operation>(new Operation.RecreateDestinations())),
        (2, Batch.Select(b => (Operation)new Operation.Cancel(b))),
        (3, Batch.Select(b => (Operation)new Operation.Pause(b))),
        (2, Batch.Select(b => (Operation)new Operation.Resume(b))),
        (4, from batch in Batch
            from process in Gen.Elements(true, false)
            from failed in Gen.Elements(true, false)
            select (Operation)new Operation.Retry(batch, process, failed)),
        (2, from batch in Batch
            from item in Gen.Choose(0, 20)
            select (Operation)new Operation.Repair(batch, item)),
        (1, Batch.Select(b => (Operation)new Operation.Validate(b))),
        (2, Gen.Constant<Operation>(new Operation.Crash())));

    public async Task InitializeAsync() => _engine = await RunningEngine.StartAsync(database);

    public async Task DisposeAsync() => await _engine.DisposeAsync();

    [Fact]
    public async Task AnyOperationsAndCrashes_OnlyLegalTransitions()
    {
        PropertyTest.Check(Gen.ArrayOf(Operations).Resize(40), 30, output, HoldsAsync);

        output.WriteLine(string.Join(", ", _done.Select(d => $"{d.Key} {d.Value}")));
        foreach (var operation in (string[])["Cancel", "Pause", "Resume", "Retry", "Repair", "Crash", nameof(Operation.DeleteDestination)])
        {
            _done.GetValueOrDefault(operation).ShouldBeGreaterThan(0, $"no {operation} succeeded: the cases are too tame");
        }

        (await PromiseCheck.RunAsync(database.ConnectionString, new Ledger())).ShouldBeEmpty();
    }

    private async Task HoldsAsync(Operation[] operations)
    {
        var testProject = await TestProject.CreateAsync(_engine, database);
        var history = new ObservedHistory(_engine.Batches, testProject.Project);
        foreach (var operation in operations)
        {
            try
            {
                await operation.RunAsync(testProject.Engine, testProject, history);
                var name = operation.GetType().Name;
                _done[name] = _done.GetValueOrDefault(name) + 1;
            }
            catch (BatchServiceException refusal)
            {
                refusal.Kind.ShouldNotBe(ErrorKind.Unavailable);
            }
            finally
            {
                _engine = testProject.Engine;
            }
        }

        await LetAllEndAsync(testProject, history);
        foreach (var batch in history.Batches)
        {
            var (summary, items) = await history.ReadAsync(batch);
            summary.ItemCount.ShouldBe(items.Count);
            summary.PausedAt.ShouldBeNull();
            summary.Progress.ShouldBe(OperationsTests.Counted(items, summary.Status));
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

    private static async Task LetAllEndAsync(TestProject testProject, ObservedHistory history)
    {
        foreach (var batch in history.Batches)
        {
            await history.ReadAsync(batch);
            try
            {
                await testProject.Engine.Batches.ResumeAsync(testProject.Project, batch, default);
            }
            catch (BatchServiceException e) when (e.Kind == ErrorKind.Conflict)
            {
                // It is a draft, or has ended.
            }
        }

        foreach (var batch in history.Batches)
        {
            if ((await testProject.Engine.Batches.GetAsync(testProject.Project, batch, default)).Status != BatchStatus.Draft)
            {
                await testProject.Engine.EndOfAsync(testProject.Project, batch);
            }
        }
    }
}
