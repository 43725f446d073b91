using Orleans.Batch.Engine.IntegrationTests.Operations;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Insight;

/// <summary>With any filter, a list shows what a scan of all items gives, in their order, page by page.</summary>
public sealed class ItemFilterTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task EveryFilter_InEveryStateOfABatch_ShowsWhatReadingThroughShows()
    {
        var gate = new Gate(sequence: 30);
        await using var scenario = await SetAsync(gate);
        var batch = await scenario.DraftAsync(Mixed());
        await CheckAsync(scenario, batch);
        await scenario.Batches.ProcessAsync(scenario.Project, batch, null, default);
        await gate.Reached;
        await Eventually.TrueAsync(
            async () => (await scenario.Engine.Service<IInsightClient>().GetLanesAsync(scenario.Project, batch, default)).Ended == 3);
        await CheckAsync(scenario, batch);
        gate.Open();
        await scenario.EndOfAsync(batch);
        await CheckAsync(scenario, batch);
    }

    [Fact]
    public async Task OfACanceledBatch_TheGivenUpAreFoundByStatusAndCode()
    {
        await using var scenario = await SetAsync();
        var batch = await scenario.HeldAsync(Mixed());
        await CheckAsync(scenario, batch);
        await scenario.Engine.Graphs.DeleteGraphAsync(scenario.Project, "gone", default);
        await CheckAsync(scenario, batch);
        await scenario.Engine.Threads.DeleteThreadAsync(scenario.Project, "t", default);
        await CheckAsync(scenario, batch);
        await scenario.Batches.CancelAsync(scenario.Project, batch, default);
        await scenario.EndOfAsync(batch);

        await CheckAsync(scenario, batch);
        (await FindAsync(scenario, batch, new() { Code = ErrorCodes.DestinationDeleted })).Count.ShouldBe(20);
        (await FindAsync(scenario, batch, new() { Code = ErrorCodes.BatchCanceled })).Count.ShouldBe(40);
    }

    private async Task<EngineScenario> SetAsync(Gate? gate = null)
    {
        var scenario = await EngineScenario.SetStillAsync(database, gate, "one", "two", "gone");
        await scenario.Engine.Users.CreateUserAsync(scenario.Project, "u", new(), default);
        await scenario.Engine.Threads.CreateThreadAsync(scenario.Project, "t", "u", default);
        return scenario;
    }

    private static IEnumerable<NewBatchItem> Mixed()
    {
        for (var i = 0; i < 60; i++)
        {
            yield return (i % 6) switch
            {
                0 or 1 => EngineScenario.Item("one", $"{i}"),
                2 => EngineScenario.Item("two", $"{i}"),
                3 => EngineScenario.Item("gone", $"{i}"),
                4 when i % 4 == 0 => EngineScenario.Bad("one"),
                4 => EngineScenario.Bad("two"),
                _ => new() { Kind = ItemKind.ThreadMessage, ThreadId = "t", Content = $"{i}", Role = RoleType.User },
            };
        }
    }

    private static async Task CheckAsync(EngineScenario scenario, Guid batch)
    {
        var all = await scenario.ItemsAsync(batch);
        all.Count.ShouldBe(60);
        ItemStatus?[] statuses = [null, .. Enum.GetValues<ItemStatus>().Cast<ItemStatus?>()];
        string?[] codes = [null, .. all.Select(i => i.Error?.Code).Distinct().OfType<string>(), "nothing"];
        foreach (var status in statuses)
        {
            foreach (var code in codes)
            {
                foreach (var kind in (ItemKind?[])[null, ItemKind.GraphEpisode, ItemKind.ThreadMessage])
                {
                    foreach (var destination in (string?[])[null, "one", "t", "nowhere"])
                    {
                        var query = new BatchItemQuery(7, Status: status) { Code = code, Kind = kind, Destination = destination };
                        (await FindAsync(scenario, batch, query)).ShouldBe(
                            all.Where(i => (status is null || i.Status == status)
                                && (code is null || i.Error?.Code == code)
                                && (kind is null || i.Kind == kind)
                                && (destination is null || DestinationOf(i) == destination)).Select(i => i.SequenceIndex),
                            query.ToString());
                    }
                }
            }
        }
    }

    private static string? DestinationOf(BatchItem item) => item.ThreadId ?? item.GraphId ?? item.UserId;

    private static async Task<List<int>> FindAsync(EngineScenario scenario, Guid batch, BatchItemQuery query)
    {
        var found = new List<int>();
        long? cursor = 0;
        while (cursor is not null)
        {
            var page = await scenario.Batches.ListItemsAsync(scenario.Project, batch, query with { Cursor = cursor }, default);
            page.Items.Count.ShouldBeLessThanOrEqualTo(query.Limit);
            found.AddRange(page.Items.Select(i => i.SequenceIndex));
            cursor = page.NextCursor;
        }

        return found;
    }
}
