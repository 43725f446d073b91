using Orleans.Batch.Batches;
using Orleans.Batch.Engine.IntegrationTests.Operations;
using Orleans.Batch.Imports;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Imports;

/// <summary>Undoing an import: what goes, what stays, and when it is refused.</summary>
public sealed class UndoTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly string[] Created = ["used", "named", "bare", "live"];

    [Fact]
    public async Task Undo_RemovesTheDestinationsThatNothingElseUses()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "before");
        var import = await scenario.NewImportAsync();
        var created = await CreateAsync(scenario, import, Created);
        created.Created.ShouldBe(new DestinationCounts(4, 4, 4));
        (await CreateAsync(scenario, import, Created)).Existing.ShouldBe(new DestinationCounts(4, 4, 4), "a repeat adds none");
        var items = Created.SelectMany(id => new[] { EngineScenario.Item($"g {id}"), Message($"t {id}") });
        await scenario.EndedPartAsync(import, [.. items, EngineScenario.Item("before")]);
        await scenario.CloseAsync(import);
        await scenario.EndedAsync(EngineScenario.Item("g used"), Message("t used"));
        var draft = await scenario.DraftAsync([EngineScenario.Item("g named"), Message("t named")]);
        await scenario.Engine.Service<IUserClient>().UpdateUserAsync(scenario.Project, "u live", new UserFields { FirstName = "Jo" }, default);

        var preview = await scenario.Imports.PreviewUndoAsync(scenario.Project, import, default);
        (preview.Episodes, preview.Graphs, preview.CreatedUsers, preview.CreatedGraphs, preview.CreatedThreads, preview.ExpiredBatches)
            .ShouldBe((9, 9, 4, 4, 4, 0));
        var asked = await scenario.Imports.UndoImportAsync(scenario.Project, import, default);
        (asked.Import.Status, asked.Repeated, asked.Import.Undo!.CompletedAt).ShouldBe((ImportStatus.Undoing, false, null));
        var end = await scenario.EndOfUndoAsync(import);

        (end.Undo!.RemovedEpisodes, end.Undo.RemovedUsers, end.Undo.RemovedGraphs, end.Undo.RemovedThreads).ShouldBe((9, 1, 2, 2));
        (await IdsAsync("graph", "graph_id", scenario)).ShouldBe(["before", "g named", "g used"]);
        (await IdsAsync("thread", "thread_id", scenario)).ShouldBe(["t named", "t used"]);
        (await IdsAsync("memory_user", "user_id", scenario)).ShouldBe(["u live", "u named", "u used"]);
        (await scenario.ContentsAsync("before")).ShouldBeEmpty();
        (await scenario.ContentsAsync("g used")).Count.ShouldBe(1);
        await scenario.Batches.ProcessAsync(scenario.Project, draft, null, default);
        (await scenario.EndOfAsync(draft)).Status.ShouldBe(BatchStatus.Succeeded);
        (await database.ScalarAsync<long>("SELECT count(*) FROM import_destination")).ShouldBe(0);
        (await scenario.Imports.PreviewUndoAsync(scenario.Project, import, default)).Episodes.ShouldBe(0);
    }

    [Fact]
    public async Task Undo_RefusesWhatHasNotEndedAndWhatWouldBringItemsBack()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g");
        var import = await scenario.NewImportAsync();
        var batch = await scenario.EndedPartAsync(import, [EngineScenario.Item("g"), EngineScenario.Bad("g")]);

        var refusal = await EngineScenario.RefusedAsync(
            scenario.Imports.UndoImportAsync(scenario.Project, import, default), ErrorKind.Conflict, ErrorCodes.StillRunning);
        refusal.Message.ShouldContain("close it and wait for its batches, or cancel it");
        await EngineScenario.RefusedAsync(
            scenario.Imports.UndoImportAsync(scenario.Project, Guid.NewGuid(), default), ErrorKind.NotFound, ErrorCodes.NotFound);
        await scenario.CloseAsync(import);
        await scenario.Imports.UndoImportAsync(scenario.Project, import, default);
        var end = await scenario.EndOfUndoAsync(import);

        (await scenario.Imports.UndoImportAsync(scenario.Project, import, default)).ShouldBe(new UndoneImport(end, Repeated: true));
        (end.Progress.SucceededItems, end.Progress.FailedItems).ShouldBe((1, 1), "the record of what it was");
        await EngineScenario.RefusedAsync(scenario.RetryAsync(batch, new()), ErrorKind.Conflict, ErrorCodes.ImportUndone);
        await EngineScenario.RefusedAsync(
            scenario.Imports.RetryImportAsync(scenario.Project, import, new(), null, default), ErrorKind.Conflict, ErrorCodes.ImportUndone);
        await EngineScenario.RefusedAsync(
            scenario.Imports.CancelImportAsync(scenario.Project, import, default), ErrorKind.Conflict, ErrorCodes.AlreadyEnded);
        await EngineScenario.RefusedAsync(
            scenario.Engine.Service<IDirectoryClient>().CreateDestinationsAsync(
                scenario.Project, new([], [new("new", new())], []) { ImportId = import }, null, default),
            ErrorKind.Conflict,
            ErrorCodes.ImportUndone);
    }

    [Fact]
    public async Task RecordsOfAnUndoneImport_CanBeLoadedAgain()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g");
        NewBatchItem[] records = [.. Enumerable.Range(0, 5).Select(i => EngineScenario.Item("g", $"record {i}") with { RecordId = $"{i}" })];
        var first = await scenario.NewImportAsync();
        await scenario.EndedPartAsync(first, [.. records[..3], EngineScenario.Bad("g") with { RecordId = "4" }]);
        await scenario.CloseAsync(first);
        await scenario.EndedAsync(records[3]);

        await scenario.Imports.UndoImportAsync(scenario.Project, first, default);
        await scenario.EndOfUndoAsync(first);
        (await scenario.ContentsAsync("g")).ShouldBe(["record 3"]);
        var second = await scenario.NewImportAsync();
        await scenario.EndedPartAsync(second, records);

        (await scenario.ContentsAsync("g")).Order().ShouldBe(records.Select(r => r.Content));
    }

    // The items of a retry are those of the batch that it retries, and are removed once.
    [Fact]
    public async Task Undo_OfACanceledImportWithRetries_RemovesAllThatCame()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g", "h");
        var import = await scenario.NewImportAsync();
        var batch = await scenario.EndedPartAsync(import, [EngineScenario.Item("g"), EngineScenario.Bad("g")]);
        var failed = (await scenario.ItemsAsync(batch, ItemStatus.Failed)).Single();
        var retry = (await scenario.RetryAsync(batch, new() { Process = false })).Value.BatchId;
        await scenario.Batches.ChangeItemAsync(
            scenario.Project, retry, BatchItemId.Create(retry, 0), new() { Given = ItemFields.Data, Data = "{}" }, default);
        await scenario.Batches.ProcessAsync(scenario.Project, retry, null, default);
        await scenario.EndOfAsync(retry);
        await scenario.PartAsync(import, EngineScenario.Items("h", 3));
        await scenario.Imports.CancelImportAsync(scenario.Project, import, default);
        (await scenario.ContentsAsync("g")).ShouldBe(["text", "{}"]);
        (await scenario.Imports.PreviewUndoAsync(scenario.Project, import, default)).Episodes.ShouldBe(2);

        await scenario.Imports.UndoImportAsync(scenario.Project, import, default);
        var end = await scenario.EndOfUndoAsync(import);

        (end.Undo!.RemovedEpisodes, failed.EpisodeUuid).ShouldBe((2, (await scenario.ItemsAsync(retry)).Single().EpisodeUuid));
        (await scenario.ContentsAsync("g")).ShouldBeEmpty();
    }

    // What is not part of the import stays, though the batch that it retries is.
    [Fact]
    public async Task Undo_OfACanceledImport_LeavesWhatSingleBatchesRetriedSince()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g", "h");
        var import = await scenario.NewImportAsync();
        var batch = await scenario.EndedPartAsync(import, [EngineScenario.Item("g", "first"), EngineScenario.Bad("g")]);
        await scenario.PartAsync(import, EngineScenario.Items("h", 1));
        await scenario.Imports.CancelImportAsync(scenario.Project, import, default);
        var retry = (await scenario.RetryAsync(batch, new() { Process = false })).Value;
        retry.ImportId.ShouldBeNull();
        await scenario.Batches.ChangeItemAsync(
            scenario.Project, retry.BatchId, BatchItemId.Create(retry.BatchId, 0), new() { Given = ItemFields.Data, Data = "{}" }, default);
        await scenario.Batches.ProcessAsync(scenario.Project, retry.BatchId, null, default);
        await scenario.EndOfAsync(retry.BatchId);
        (await scenario.Imports.PreviewUndoAsync(scenario.Project, import, default)).Episodes.ShouldBe(1);

        await scenario.Imports.UndoImportAsync(scenario.Project, import, default);
        await scenario.EndOfUndoAsync(import);

        (await scenario.ContentsAsync("g")).ShouldBe(["{}"]);
    }

    [Fact]
    public async Task DestinationsThatALoadNamesWhileTheirImportIsUndone_BelongToThatLoad()
    {
        await using var scenario = await EngineScenario.SetStillAsync(database);
        var (first, second) = (await scenario.NewImportAsync(), await scenario.NewImportAsync());
        await CreateAsync(scenario, first, ["kept", "gone", "free"]);
        await scenario.CloseAsync(first);
        var store = scenario.Engine.Service<IImportUndoStore>();
        var asked = await store.RequestAsync(scenario.Project, first, default);
        await EngineScenario.RefusedAsync(DeleteAsync(scenario, first), ErrorKind.Conflict, ErrorCodes.StillRunning);

        (await CreateAsync(scenario, second, ["kept"])).Existing.ShouldBe(new DestinationCounts(1, 1, 1));
        await scenario.Engine.Service<IDirectoryClient>().CreateDestinationsAsync(
            scenario.Project, new([], [new("g free", new())], []), null, default);
        while (await store.StepAsync(asked.ImportKey, 500, default))
        {
        }

        (await IdsAsync("graph", "graph_id", scenario)).ShouldBe(["g free", "g kept"]);
        (await IdsAsync("thread", "thread_id", scenario)).ShouldBe(["t kept"]);
        (await IdsAsync("memory_user", "user_id", scenario)).ShouldBe(["u kept"]);
        var preview = await scenario.Imports.PreviewUndoAsync(scenario.Project, second, default);
        (preview.CreatedUsers, preview.CreatedGraphs, preview.CreatedThreads).ShouldBe((1, 1, 1));
        await DeleteAsync(scenario, first);
    }

    // The wake-up is lost with the process; retention waits for the end.
    [Fact]
    public async Task Undo_ThatWasInterrupted_GoesOnWithTheNextEngine()
    {
        var scenario = await EngineScenario.SetStillAsync(database, null, "g");
        var import = await scenario.NewImportAsync();
        await scenario.EndedPartAsync(import, EngineScenario.Items("g", 300));
        await scenario.CloseAsync(import);
        var store = scenario.Engine.Service<IImportUndoStore>();
        var asked = await store.RequestAsync(scenario.Project, import, default);
        (await store.StepAsync(asked.ImportKey, 250, default)).ShouldBeTrue();
        (await scenario.ImportAsync(import)).Undo!.PercentComplete.ShouldBe(83.33);
        await database.ShiftClockAsync(TimeSpan.FromDays(60));
        var retention = scenario.Engine.Service<IBatchRetention>();
        while (await retention.RemoveExpiredAsync(1_000, default))
        {
        }

        (await scenario.ImportAsync(import)).Parts.Total.ShouldBe(1, "its batch is needed");
        await database.ShiftClockAsync(TimeSpan.FromDays(-60)); // or retention would remove it after its end
        await scenario.DisposeAsync();

        await using var next = await scenario.AgainAsync();
        (await next.EndOfUndoAsync(import)).Undo!.RemovedEpisodes.ShouldBe(300);
        (await next.ContentsAsync("g")).ShouldBeEmpty();
    }

    private static async ValueTask<bool> DeleteAsync(EngineScenario scenario, Guid import)
    {
        await scenario.Imports.DeleteImportAsync(scenario.Project, import, default);
        return true;
    }

    private static NewBatchItem Message(string thread) => new()
    {
        Kind = ItemKind.ThreadMessage, ThreadId = thread, Role = RoleType.User, Content = "hello",
    };

    private static async Task<CreatedDestinations> CreateAsync(EngineScenario scenario, Guid import, string[] ids) =>
        (await scenario.Engine.Service<IDirectoryClient>().CreateDestinationsAsync(
            scenario.Project,
            new(
                [.. ids.Select(id => new NewUser($"u {id}", new()))],
                [.. ids.Select(id => new NewGraph($"g {id}", new()))],
                [.. ids.Select(id => new NewThread($"t {id}", $"u {id}"))]) { ImportId = import },
            null,
            default)).Value;

    private Task<IReadOnlyList<string>> IdsAsync(string table, string id, EngineScenario scenario) => database.ColumnAsync<string>(
        $"SELECT {id} FROM {table} WHERE project_key = $1 AND {id} IS NOT NULL ORDER BY 1", scenario.Project.Value);
}
