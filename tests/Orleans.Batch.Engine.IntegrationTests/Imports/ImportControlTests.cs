using Orleans.Batch.Engine.IntegrationTests.Operations;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Imports;

/// <summary>Pausing, resuming and canceling all batches of an import.</summary>
public sealed class ImportControlTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Pause_HoldsWhatRunsAndWhatIsProcessedLater_UntilItIsResumed()
    {
        var gate = new Gate(sequence: 10);
        await using var scenario = await EngineScenario.StartAsync(database, gate, "g", "h", "free");
        var import = await scenario.NewImportAsync();
        var running = await scenario.RunPartAsync(import, EngineScenario.Items("g", 60));
        var draft = await scenario.PartAsync(import, EngineScenario.Items("h", 5));
        await gate.Reached;

        var paused = await scenario.Imports.PauseImportAsync(scenario.Project, import, default);
        (paused.Status, paused.PausedAt is not null, paused.EtaSeconds).ShouldBe((ImportStatus.Open, true, null));
        (await scenario.Imports.PauseImportAsync(scenario.Project, import, default)).PausedAt.ShouldBe(paused.PausedAt);
        var late = (await scenario.Batches.ProcessAsync(scenario.Project, draft, null, default)).Value;
        late.PausedAt.ShouldNotBeNull();
        gate.Open();
        await scenario.EndedAsync(EngineScenario.Items("free", 50));

        (await scenario.GetAsync(running)).PausedAt.ShouldNotBeNull();
        var held = await scenario.ImportAsync(import);
        (held.Parts.Ended, held.Progress.SucceededItems < 60).ShouldBe((0, true));
        (await PausesAsync(import)).ShouldBe((2, 2));

        var resumed = await scenario.Imports.ResumeImportAsync(scenario.Project, import, default);
        resumed.PausedAt.ShouldBeNull();
        (await scenario.Imports.ResumeImportAsync(scenario.Project, import, default)).PausedAt.ShouldBeNull();
        await scenario.CloseAsync(import);
        var end = await scenario.EndOfImportAsync(import);
        (end.Status, end.Progress.SucceededItems).ShouldBe((ImportStatus.Succeeded, 65));
        (await PausesAsync(import)).ShouldBe((2, 0));
        await EngineScenario.RefusedAsync(scenario.Imports.PauseImportAsync(scenario.Project, import, default), ErrorKind.Conflict, ErrorCodes.AlreadyEnded);
        await EngineScenario.RefusedAsync(scenario.Imports.CancelImportAsync(scenario.Project, import, default), ErrorKind.Conflict, ErrorCodes.AlreadyEnded);
    }

    [Fact]
    public async Task ARetry_InAPausedImport_IsPausedToo()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g");
        var import = await scenario.NewImportAsync();
        var batch = await scenario.EndedPartAsync(import, [EngineScenario.Bad("g")]);
        await scenario.Imports.PauseImportAsync(scenario.Project, import, default);

        var retry = (await scenario.RetryAsync(batch, new())).Value;

        (retry.ImportId, retry.PausedAt is not null).ShouldBe((import, true));
    }

    [Fact]
    public async Task Cancel_EndsWhatRuns_AndLeavesDraftsThatCannotBeProcessed()
    {
        var gate = new Gate(sequence: 10);
        await using var scenario = await EngineScenario.StartAsync(database, gate, "g", "h");
        var import = await scenario.NewImportAsync();
        await scenario.RunPartAsync(import, EngineScenario.Items("g", 60));
        var draft = await scenario.PartAsync(import, EngineScenario.Items("h", 5));
        await gate.Reached;
        await scenario.Imports.PauseImportAsync(scenario.Project, import, default);

        var canceled = await scenario.Imports.CancelImportAsync(scenario.Project, import, default);
        (canceled.Repeated, canceled.Import.ClosedAt, canceled.Import.PausedAt).ShouldBe((false, canceled.Import.CancelRequestedAt, null));
        gate.Open();
        var end = await scenario.EndOfImportAsync(import);

        (end.Status, end.Parts).ShouldBe((ImportStatus.Canceled, new ImportParts(2, 1, 0, 0, 1)));
        (end.Progress.TotalItems, end.Progress.EndedItems, end.Progress.PercentComplete).ShouldBe((65, 65, 100));
        end.Progress.CanceledItems.ShouldBe(65 - end.Progress.SucceededItems);
        (await MessagesAsync(import)).ShouldBe(1);
        (await scenario.Imports.CancelImportAsync(scenario.Project, import, default)).Repeated.ShouldBeTrue();
        await EngineScenario.RefusedAsync(scenario.Batches.ProcessAsync(scenario.Project, draft, null, default), ErrorKind.Conflict, ErrorCodes.ImportCanceled);
        await EngineScenario.RefusedAsync(
            scenario.Batches.CreateAsync(scenario.Project, new() { ImportId = import }, null, default), ErrorKind.Conflict, ErrorCodes.ImportCanceled);
        await EngineScenario.RefusedAsync(scenario.Imports.PauseImportAsync(scenario.Project, import, default), ErrorKind.Conflict, ErrorCodes.ImportCanceled);
        await EngineScenario.RefusedAsync(scenario.Imports.RetryImportAsync(scenario.Project, import, new(), null, default), ErrorKind.Conflict, ErrorCodes.ImportCanceled);
    }

    [Fact]
    public async Task Cancel_BatchesThatAreStillQueued_EndsThemAndTheImportAtOnce()
    {
        await using var scenario = await EngineScenario.SetStillAsync(database, null, "g", "free");
        var import = await scenario.NewImportAsync();
        var parts = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            parts.Add(await scenario.PartAsync(import, EngineScenario.Items("g", 5)));
            await scenario.Engine.Service<Orleans.Batch.Batches.IBatchLifecycleStore>().SealAsync(scenario.Project, parts[i], null, null, default);
        }

        (await scenario.ImportAsync(import)).Parts.Queued.ShouldBe(3);
        var canceled = (await scenario.Imports.CancelImportAsync(scenario.Project, import, default)).Import;

        (canceled.Status, canceled.Progress.CanceledItems, canceled.Parts.Ended).ShouldBe((ImportStatus.Canceled, 15, 3));
        (await MessagesAsync(import)).ShouldBe(1);
        (await scenario.MessagesAsync(parts[1])).ShouldBe(1);
        await scenario.EndedAsync(EngineScenario.Items("free", 1));
        var retry = (await scenario.RetryAsync(parts[0], new())).Value;
        retry.ImportId.ShouldBeNull("it is not part of the canceled import");
    }

    private async Task<(long All, long Open)> PausesAsync(Guid import) => (
        await database.ScalarAsync<long>($"SELECT count(*) {Pauses}", import),
        await database.ScalarAsync<long>($"SELECT count(*) {Pauses} AND resumed_at IS NULL", import));

    private const string Pauses =
        "FROM batch_pause JOIN batch USING (batch_key) JOIN import USING (import_key) WHERE import_uuid = $1";

    private Task<long> MessagesAsync(Guid import) => database.ScalarAsync<long>(
        "SELECT count(*) FROM outbox WHERE subject = $1 AND event_name = 'ingest.import.completed'", import);
}
