using Orleans.Batch.Engine.IntegrationTests.Operations;
using Orleans.Batch.TestKit.PostgreSql;
using Orleans.Batch.Work;

namespace Orleans.Batch.Engine.IntegrationTests.Imports;

/// <summary>Imports that are paused for some hours of each day.</summary>
public sealed class QuietHoursTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task QuietHours_PauseWhatRuns_AndItGoesOnAfterThem()
    {
        var gate = new Gate(sequence: 10);
        await using var scenario = await EngineScenario.StartAsync(database, gate, "g", "h");
        var import = await CreateAsync(scenario, begin: 1, end: 3);
        (await scenario.ImportAsync(import)).PausedAt.ShouldBeNull();
        var running = await scenario.RunPartAsync(import, EngineScenario.Items("g", 60));
        await gate.Reached;

        await database.ShiftClockAsync(TimeSpan.FromHours(2));
        await WakeAsync(scenario, import);
        await Eventually.TrueAsync(async () => (await scenario.ImportAsync(import)).PausedAt is not null);
        var held = await scenario.ImportAsync(import);
        (held.QuietUntil - held.PausedAt)!.Value.TotalHours.ShouldBeInRange(0.9, 1.1);
        (await scenario.GetAsync(running)).PausedAt.ShouldNotBeNull();
        var late = await scenario.RunPartAsync(import, EngineScenario.Items("h", 5));
        (await scenario.GetAsync(late)).PausedAt.ShouldNotBeNull();
        gate.Open();

        await database.ShiftClockAsync(TimeSpan.FromHours(1.1));
        await WakeAsync(scenario, import);
        await scenario.CloseAsync(import);
        var end = await scenario.EndOfImportAsync(import);
        (end.Status, end.Progress.SucceededItems, end.PausedAt, end.QuietUntil).ShouldBe((ImportStatus.Succeeded, 65, null, null));

        // One that has ended is left alone.
        await database.ShiftClockAsync(TimeSpan.FromHours(22));
        await WakeAsync(scenario, import);
        await StepAsync(scenario, import);
        (await scenario.ImportAsync(import)).PausedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Resume_DuringQuietHours_HoldsUntilTheNextDay()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g");
        var import = await CreateAsync(scenario, begin: -1, end: 1);
        var batch = await scenario.RunPartAsync(import, EngineScenario.Items("g", 5));
        var held = await scenario.ImportAsync(import);
        (held.PausedAt is not null, held.QuietUntil is not null).ShouldBe((true, true));

        var resumed = await scenario.Imports.ResumeImportAsync(scenario.Project, import, default);
        (resumed.PausedAt, resumed.QuietUntil).ShouldBe((null, null));
        await scenario.EndOfAsync(batch);
        await StepAsync(scenario, import);
        (await scenario.ImportAsync(import)).PausedAt.ShouldBeNull();

        await database.ShiftClockAsync(TimeSpan.FromHours(2));
        await StepAsync(scenario, import);
        (await scenario.ImportAsync(import)).PausedAt.ShouldBeNull();
        await database.ShiftClockAsync(TimeSpan.FromHours(22));
        await StepAsync(scenario, import);
        (await scenario.ImportAsync(import)).PausedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Pause_DuringQuietHours_OutlastsThem()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g");
        var import = await CreateAsync(scenario, begin: -1, end: 1);
        var quiet = await scenario.ImportAsync(import);

        var paused = await scenario.Imports.PauseImportAsync(scenario.Project, import, default);
        (paused.PausedAt, paused.QuietUntil).ShouldBe((quiet.PausedAt, null));
        await database.ShiftClockAsync(TimeSpan.FromHours(2));
        await StepAsync(scenario, import);

        (await scenario.ImportAsync(import)).PausedAt.ShouldBe(quiet.PausedAt);
    }

    [Fact]
    public async Task Changes_TakeEffectAtOnce()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g");
        var import = await scenario.NewImportAsync();
        var now = await NowAsync();
        var hours = Hours(now, -1, 1);

        var quiet = await ChangeAsync(new ImportChanges(QuietHours: hours));
        (quiet.QuietHours, quiet.PausedAt is not null).ShouldBe((hours, true));
        var batch = await scenario.RunPartAsync(import, EngineScenario.Items("g", 5));
        var longer = await ChangeAsync(new ImportChanges(QuietHours: Hours(now, -1, 2)));
        (longer.PausedAt, longer.QuietUntil > quiet.QuietUntil).ShouldBe((quiet.PausedAt, true));
        (await ChangeAsync(new ImportChanges(ExpectedItems: 7))).QuietHours.ShouldBe(longer.QuietHours);

        var none = await ChangeAsync(new ImportChanges(RemoveQuietHours: true));
        (none.QuietHours, none.PausedAt, none.QuietUntil).ShouldBe((null, null, null));
        await scenario.EndOfAsync(batch);

        async Task<ImportSummary> ChangeAsync(ImportChanges changes) =>
            await scenario.Imports.UpdateImportAsync(scenario.Project, import, changes, default);
    }

    [Fact]
    public async Task BadHours_AreRefused()
    {
        await using var scenario = await EngineScenario.StartAsync(database);

        await RefusedAsync(new QuietHours(new(8, 0), new(8, 0)), "quiet_hours.to must differ from quiet_hours.from");
        await RefusedAsync(new QuietHours(new(8, 0), new(9, 0), "Mars/Olympus"), "quiet_hours.time_zone must be the name of an IANA time zone");

        async Task RefusedAsync(QuietHours hours, string message)
        {
            var refusal = await Should.ThrowAsync<BatchServiceException>(async () => await scenario.Imports.CreateImportAsync(
                scenario.Project, new NewImport { Name = "quiet", QuietHours = hours }, null, default));
            refusal.Message.ShouldContain(message);
        }
    }

    private async Task<Guid> CreateAsync(EngineScenario scenario, int begin, int end) => (await scenario.Imports.CreateImportAsync(
        scenario.Project, new NewImport { Name = "quiet", QuietHours = Hours(await NowAsync(), begin, end) }, null, default)).Value.ImportId;

    private async Task<DateTime> NowAsync() => await database.ScalarAsync<DateTime>("SELECT sql_now()");

    private static QuietHours Hours(DateTime now, int begin, int end) =>
        new(TimeOnly.FromDateTime(now.AddHours(begin)), TimeOnly.FromDateTime(now.AddHours(end)));

    private Task<long> KeyAsync(Guid import) => database.ScalarAsync<long>("SELECT import_key FROM import WHERE import_uuid = $1", import);

    private async Task WakeAsync(EngineScenario scenario, Guid import) =>
        await scenario.Engine.Service<IWakeups>().WakeAsync(new[] { new WorkKey(WorkKind.QuietHours, await KeyAsync(import)) }, default);

    private async Task StepAsync(EngineScenario scenario, Guid import) => await scenario.Engine.Service<IEnumerable<IWorkStep>>()
        .Single(s => s.Kind == WorkKind.QuietHours).StepAsync(await KeyAsync(import), default);
}
