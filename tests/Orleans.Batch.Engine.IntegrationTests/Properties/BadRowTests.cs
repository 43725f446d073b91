using FsCheck.Fluent;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.PostgreSql;
using Xunit.Abstractions;

namespace Orleans.Batch.Engine.IntegrationTests.Properties;

/// <summary>A row that the database refuses fails alone; the other rows of its transaction do not.</summary>
public sealed class BadRowTests(TestDatabase database, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task RowsTheDatabaseRefuses_FailAloneAndTheirNeighboursGetIn()
    {
        await using var engine = await RunningEngine.StartAsync(database);
        var places = Gen.NonEmptyListOf(Gen.Choose(0, 119)).Select(p => p.Distinct().ToArray()).Resize(12);

        PropertyTest.Check(places, 10, output, refused => FailAloneAsync(engine, refused));
    }

    private async Task FailAloneAsync(RunningEngine engine, int[] refused)
    {
        var testProject = await TestProject.CreateAsync(engine, database);
        var planned = Enumerable.Range(0, 120).Select(i => new PlannedItem(i % TestProject.Destinations, Readable: true)).ToArray();
        var batch = await testProject.CreateAsync();
        var added = await testProject.AddAsync(batch, planned);
        await RefuseAsync(refused.Select(i => added[i].EpisodeUuid));

        await testProject.ProcessAsync(batch);
        var end = await engine.EndOfAsync(testProject.Project, batch);

        end.Status.ShouldBe(BatchStatus.Partial);
        var failed = await engine.Batches.ListItemsAsync(
            testProject.Project, batch, new BatchItemQuery(Limit: 200, Status: ItemStatus.Failed), default);
        failed.Items.Select(i => i.SequenceIndex).ShouldBe(refused.Order());
        failed.Items.ShouldAllBe(i => i.Error!.Code == ErrorCodes.StorageRejected);
        end.Progress.SucceededItems.ShouldBe(planned.Length - refused.Length);
        await testProject.ShouldHoldAsync([
            (planned.Select((p, i) => refused.Contains(i) ? new PlannedItem(0, Readable: false) : p).ToList(), added)]);
    }

    private Task<int> RefuseAsync(IEnumerable<Guid> episodes) => database.ExecuteAsync(
        $"""
        ALTER TABLE graph_episode DROP CONSTRAINT IF EXISTS refused;
        ALTER TABLE graph_episode ADD CONSTRAINT refused
            CHECK (episode_uuid NOT IN ({string.Join(", ", episodes.Select(e => $"'{e}'"))})) NOT VALID
        """);
}
