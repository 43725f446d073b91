using Orleans.Batch.Batches;
using Orleans.Batch.Engine.IntegrationTests.Operations;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Imports;

/// <summary>What an import says of its batches, and how it ends.</summary>
public sealed class ImportTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task AnImport_IsTheSumOfItsBatchesFromOpenToItsEnd()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g", "h");
        var import = await scenario.NewImportAsync(expectedItems: 40);
        var empty = await scenario.ImportAsync(import);
        (empty.Status, empty.Name, empty.Source, empty.ExpectedItems).ShouldBe((ImportStatus.Open, "chat.jsonl", "sha", 40));
        (empty.Parts, empty.Progress.TotalItems, empty.ProcessedAt, empty.ClosedAt).ShouldBe((new ImportParts(0, 0, 0, 0, 0), 0, null, null));

        var first = await scenario.EndedPartAsync(import, [.. EngineScenario.Items("g", 6), EngineScenario.Bad("h")]);
        var draft = await scenario.PartAsync(import, EngineScenario.Items("h", 3));
        await scenario.EndedAsync(EngineScenario.Items("g", 2)); // of no import

        var open = await scenario.ImportAsync(import);
        (open.Status, open.Parts).ShouldBe((ImportStatus.Open, new ImportParts(2, 1, 0, 0, 1)));
        (open.Progress.TotalItems, open.Progress.SucceededItems, open.Progress.FailedItems, open.Progress.EndedItems).ShouldBe((10, 6, 1, 7));
        (open.Progress.PercentComplete, open.CompletedAt).ShouldBe((17.5, null));
        (await scenario.GetAsync(first)).ImportId.ShouldBe(import);

        (await scenario.CloseAsync(import)).Status.ShouldBe(ImportStatus.Processing, "the draft is left");
        await scenario.Batches.ProcessAsync(scenario.Project, draft, null, default);
        var end = await scenario.EndOfImportAsync(import);

        (end.Status, end.Parts, end.Progress.SucceededItems).ShouldBe((ImportStatus.Partial, new ImportParts(2, 0, 0, 0, 2), 9));
        end.CompletedAt.ShouldBe((await scenario.EndOfAsync(draft)).CompletedAt);
        end.ProcessedAt.ShouldBe((await scenario.GetAsync(first)).ProcessedAt);
        (await MessagesAsync(import)).ShouldBe(1);
        (await scenario.CloseAsync(import)).ShouldBe(end, "a repeat");
    }

    [Fact]
    public async Task AnImportWithoutFailures_EndsWhenItIsClosed()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g");
        var (import, empty) = (await scenario.NewImportAsync(), await scenario.NewImportAsync());
        await scenario.EndedPartAsync(import, EngineScenario.Items("g", 4));
        (await MessagesAsync(import)).ShouldBe(0);

        var closed = await scenario.CloseAsync(import);

        (closed.Status, closed.CompletedAt, closed.Progress.PercentComplete).ShouldBe((ImportStatus.Succeeded, closed.ClosedAt, 100));
        (await MessagesAsync(import)).ShouldBe(1);
        (await scenario.CloseAsync(empty)).Status.ShouldBe(ImportStatus.Succeeded);
        await EngineScenario.RefusedAsync(
            scenario.Batches.CreateAsync(scenario.Project, new() { ImportId = import }, null, default), ErrorKind.Conflict, ErrorCodes.ImportClosed);
    }

    [Fact]
    public async Task AnInvalidBatch_FailsAllItsItems()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g");
        var import = await scenario.NewImportAsync();
        await scenario.RunLastPartAsync(import, [.. EngineScenario.Items("g", 2), .. EngineScenario.Items("nowhere", 50)]);

        var end = await scenario.EndOfImportAsync(import);

        (end.Status, end.Progress.TotalItems, end.Progress.FailedItems).ShouldBe((ImportStatus.Failed, 52, 52));
        (await MessagesAsync(import)).ShouldBe(1);
    }

    [Fact]
    public async Task Retry_CountsEachItemOnceAndGoesOnAfterTheEnd()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g");
        var import = await scenario.NewImportAsync();
        var first = await scenario.EndedPartAsync(import, [EngineScenario.Item("g"), EngineScenario.Bad("g")]);
        await scenario.EndedPartAsync(import, [EngineScenario.Bad("g"), EngineScenario.Bad("g")]);
        await scenario.EndedPartAsync(import, EngineScenario.Items("g", 3));
        await scenario.CloseAsync(import);

        var drafts = (await scenario.Imports.RetryImportAsync(scenario.Project, import, new() { Process = false }, null, default)).Value;
        (drafts.Status, drafts.Parts).ShouldBe((ImportStatus.Processing, new ImportParts(5, 2, 0, 0, 3)));
        (drafts.Progress.TotalItems, drafts.Progress.FailedItems).ShouldBe((7, 3));
        var retries = await scenario.Batches.ListAsync(scenario.Project, new BatchQuery { ImportId = import, Status = BatchStatus.Draft }, default);
        retries.Batches.Count.ShouldBe(2);
        var repaired = retries.Batches.Single(b => b.RetryOf == first).BatchId;
        await scenario.Batches.ChangeItemAsync(
            scenario.Project, repaired, BatchItemId.Create(repaired, 0), new() { Given = ItemFields.Data, Data = "{}" }, default);
        foreach (var retry in retries.Batches)
        {
            await scenario.Batches.ProcessAsync(scenario.Project, retry.BatchId, null, default);
            await scenario.EndOfAsync(retry.BatchId);
        }

        var end = await scenario.EndOfImportAsync(import);
        (end.Status, end.Progress.TotalItems, end.Progress.SucceededItems, end.Progress.FailedItems).ShouldBe((ImportStatus.Partial, 7, 5, 2));
        var key = new IdempotencyKey($"/imports/{import}/retry", "k", new byte[32]);
        var again = await scenario.Imports.RetryImportAsync(scenario.Project, import, new(), key, default);
        (again.Value.Parts.Total, again.Replayed).ShouldBe((6, false));
        var repeat = await scenario.Imports.RetryImportAsync(scenario.Project, import, new(), key, default);
        (repeat.Value.Parts.Total, repeat.Replayed).ShouldBe((6, true));
        var last = await scenario.EndOfImportAsync(import);
        (last.Progress.TotalItems, last.Progress.SucceededItems, last.Progress.FailedItems).ShouldBe((7, 5, 2));
        (await MessagesAsync(import)).ShouldBe(1, "at the first end");
        (await scenario.GetAsync(repaired)).ImportId.ShouldBe(import);
    }

    [Fact]
    public async Task LastBatchesThatEndAtOnce_WhileItIsClosed_WriteOneMessage()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g0", "g1", "g2", "g3");
        for (var round = 0; round < 5; round++)
        {
            var import = await scenario.NewImportAsync();
            var parts = new List<Guid>();
            for (var i = 0; i < 4; i++)
            {
                parts.Add(await scenario.PartAsync(import, EngineScenario.Items($"g{i}", 2)));
            }

            await Task.WhenAll(
            [
                .. parts.Select(p => scenario.Batches.ProcessAsync(scenario.Project, p, null, default).AsTask()),
                scenario.CloseAsync(import),
            ]);

            (await scenario.EndOfImportAsync(import)).Status.ShouldBe(ImportStatus.Succeeded);
            (await MessagesAsync(import)).ShouldBe(1);
        }
    }

    [Fact]
    public async Task TheLastDraft_ThatIsDeleted_EndsItsImport()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g");
        var import = await scenario.NewImportAsync();
        await scenario.EndedPartAsync(import, EngineScenario.Items("g", 1));
        var draft = await scenario.PartAsync(import, EngineScenario.Items("g", 1));
        await scenario.CloseAsync(import);
        (await MessagesAsync(import)).ShouldBe(0);

        await scenario.Batches.DeleteAsync(scenario.Project, draft, default);

        (await scenario.ImportAsync(import)).Status.ShouldBe(ImportStatus.Succeeded);
        (await MessagesAsync(import)).ShouldBe(1);
    }

    [Fact]
    public async Task Imports_AreListedNewestFirstAndNotFoundFromAnotherProject()
    {
        await using var scenario = await EngineScenario.StartAsync(database);
        var (a, b, c) = (await scenario.NewImportAsync(), await scenario.NewImportAsync(), await scenario.NewImportAsync());

        var page = await scenario.Imports.ListImportsAsync(scenario.Project, new(2), default);
        page.Imports.Select(i => i.ImportId).ShouldBe([c, b]);
        var next = await scenario.Imports.ListImportsAsync(scenario.Project, new(2, page.NextCursor), default);
        (next.Imports.Single().ImportId, next.NextCursor).ShouldBe((a, null));

        var other = await database.NewProjectAsync();
        (await scenario.Imports.ListImportsAsync(other, new(), default)).Imports.ShouldBeEmpty();
        await EngineScenario.RefusedAsync(scenario.Imports.GetImportAsync(other, a, default), ErrorKind.NotFound, ErrorCodes.NotFound);
        await EngineScenario.RefusedAsync(scenario.Imports.CloseImportAsync(other, a, default), ErrorKind.NotFound, ErrorCodes.NotFound);
        await EngineScenario.RefusedAsync(scenario.Imports.PauseImportAsync(other, a, default), ErrorKind.NotFound, ErrorCodes.NotFound);
        await EngineScenario.RefusedAsync(scenario.Imports.CancelImportAsync(other, a, default), ErrorKind.NotFound, ErrorCodes.NotFound);
        await EngineScenario.RefusedAsync(scenario.Imports.RetryImportAsync(other, a, new(), null, default), ErrorKind.NotFound, ErrorCodes.NotFound);
        await EngineScenario.RefusedAsync(scenario.Batches.CreateAsync(other, new() { ImportId = a }, null, default), ErrorKind.NotFound, ErrorCodes.NotFound);
        await scenario.Batches.CreateAsync(scenario.Project, new() { ImportId = a }, null, default);
        (await scenario.Batches.ListAsync(other, new() { ImportId = a }, default)).Batches.ShouldBeEmpty();
        (await scenario.Batches.ListAsync(scenario.Project, new() { ImportId = a }, default)).Batches.Count.ShouldBe(1);
        var full = await Should.ThrowAsync<BatchServiceException>(async () => await scenario.Imports.DeleteImportAsync(scenario.Project, a, default));
        full.Code.ShouldBe(ErrorCodes.ImportNotEmpty);
        await scenario.Imports.DeleteImportAsync(scenario.Project, b, default);
        await EngineScenario.RefusedAsync(scenario.Imports.GetImportAsync(scenario.Project, b, default), ErrorKind.NotFound, ErrorCodes.NotFound);
    }

    [Fact]
    public async Task Changes_KeepWhatIsNotGiven_AndBadFieldsAreRefused()
    {
        await using var scenario = await EngineScenario.StartAsync(database);
        var key = new IdempotencyKey("/imports", "k", new byte[32]);
        var import = await scenario.Imports.CreateImportAsync(scenario.Project, new() { Name = "a", Metadata = new("{\"x\":1}") }, key, default);
        var repeat = await scenario.Imports.CreateImportAsync(scenario.Project, new() { Name = "a", Metadata = new("{\"x\":1}") }, key, default);
        (repeat.Value.ImportId, repeat.Replayed).ShouldBe((import.Value.ImportId, true));

        var changed = await scenario.Imports.UpdateImportAsync(scenario.Project, import.Value.ImportId, new(ExpectedItems: 7), default);

        (changed.Name, changed.Metadata?.Value, changed.ExpectedItems).ShouldBe(("a", "{\"x\":1}", 7));
        await RefusedAsync(ErrorCodes.Required, new() { Name = " " });
        await RefusedAsync(ErrorCodes.TooLong, new() { Name = new string('x', 201) });
        await RefusedAsync(ErrorCodes.TooLong, new() { Name = "a", Source = new string('x', 501) });
        await RefusedAsync(ErrorCodes.OutOfRange, new() { Name = "a", ExpectedItems = -1 });

        async Task RefusedAsync(string code, NewImport bad) => (await Should.ThrowAsync<BatchServiceException>(
            async () => await scenario.Imports.CreateImportAsync(scenario.Project, bad, null, default))).Code.ShouldBe(code);
    }

    [Fact]
    public async Task AfterAMonth_AClosedImportGoesWithTheLastOfItsBatches()
    {
        await using var scenario = await EngineScenario.SetStillAsync(database, null, "g");
        var (closed, open) = (await scenario.NewImportAsync(), await scenario.NewImportAsync());
        var first = await scenario.EndedPartAsync(closed, [EngineScenario.Item("g"), EngineScenario.Bad("g")]);
        await scenario.RetriedAsync(first, new());
        await scenario.EndedPartAsync(open, EngineScenario.Items("g", 1));
        await scenario.CloseAsync(closed);

        await database.ShiftClockAsync(TimeSpan.FromDays(31));
        var retention = scenario.Engine.Service<IBatchRetention>();
        while (await retention.RemoveExpiredAsync(7, default))
        {
        }

        await EngineScenario.RefusedAsync(scenario.Imports.GetImportAsync(scenario.Project, closed, default), ErrorKind.NotFound, ErrorCodes.NotFound);
        var kept = await scenario.ImportAsync(open);
        (kept.Status, kept.Parts.Total, kept.Progress.TotalItems).ShouldBe((ImportStatus.Open, 0, 0));
    }

    private Task<long> MessagesAsync(Guid import) => database.ScalarAsync<long>(
        "SELECT count(*) FROM outbox WHERE subject = $1 AND event_name = 'ingest.import.completed'", import);
}
