using Orleans.Batch.Engine.Tests.Operations;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.Tests.Insight;

/// <summary>Whatever is filtered by, a list shows what reading through all items would, in their order, page by page.</summary>
public sealed class ItemFilterTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task EveryFilter_InEveryStateOfABatch_ShowsWhatReadingThroughShows()
    {
        var gate = new Gate(sequence: 30);
        await using var stage = await SetAsync(gate);
        var batch = await stage.DraftAsync(Mixed());
        await CheckAsync(stage, batch);
        await stage.Batches.ProcessAsync(stage.Project, batch, null, default);
        await gate.Reached;
        await Eventually.TrueAsync(
            async () => (await stage.Engine.Service<IInsightClient>().GetLanesAsync(stage.Project, batch, default)).Ended == 3);
        await CheckAsync(stage, batch);
        gate.Open();
        await stage.EndOfAsync(batch);
        await CheckAsync(stage, batch);
    }

    [Fact]
    public async Task OfACanceledBatch_TheGivenUpAreFoundByStatusAndCode()
    {
        await using var stage = await SetAsync();
        var batch = await stage.HeldAsync(Mixed());
        await CheckAsync(stage, batch);
        await stage.Engine.Memory.DeleteGraphAsync(stage.Project, "gone", default);
        await CheckAsync(stage, batch);
        await stage.Engine.Memory.DeleteThreadAsync(stage.Project, "t", default);
        await CheckAsync(stage, batch);
        await stage.Batches.CancelAsync(stage.Project, batch, default);
        await stage.EndOfAsync(batch);

        await CheckAsync(stage, batch);
        (await FindAsync(stage, batch, new() { Code = ErrorCodes.DestinationDeleted })).Count.ShouldBe(20);
        (await FindAsync(stage, batch, new() { Code = ErrorCodes.BatchCanceled })).Count.ShouldBe(40);
    }

    private async Task<Stage> SetAsync(Gate? gate = null)
    {
        var stage = await Stage.SetStillAsync(database, gate, "one", "two", "gone");
        await stage.Engine.Memory.CreateUserAsync(stage.Project, "u", new(), default);
        await stage.Engine.Memory.CreateThreadAsync(stage.Project, "t", "u", default);
        return stage;
    }

    private static IEnumerable<NewBatchItem> Mixed()
    {
        for (var i = 0; i < 60; i++)
        {
            yield return (i % 6) switch
            {
                0 or 1 => Stage.Item("one", $"{i}"),
                2 => Stage.Item("two", $"{i}"),
                3 => Stage.Item("gone", $"{i}"),
                4 when i % 4 == 0 => Stage.Bad("one"),
                4 => Stage.Bad("two"),
                _ => new() { Kind = ItemKind.ThreadMessage, ThreadId = "t", Content = $"{i}", Role = RoleType.User },
            };
        }
    }

    private static async Task CheckAsync(Stage stage, Guid batch)
    {
        var all = await stage.ItemsAsync(batch);
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
                        (await FindAsync(stage, batch, query)).ShouldBe(
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

    private static async Task<List<int>> FindAsync(Stage stage, Guid batch, BatchItemQuery query)
    {
        var found = new List<int>();
        long? cursor = 0;
        while (cursor is not null)
        {
            var page = await stage.Batches.ListItemsAsync(stage.Project, batch, query with { Cursor = cursor }, default);
            page.Items.Count.ShouldBeLessThanOrEqualTo(query.Limit);
            found.AddRange(page.Items.Select(i => i.SequenceIndex));
            cursor = page.NextCursor;
        }

        return found;
    }
}
