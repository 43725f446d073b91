using Orleans.Batch.Engine.IntegrationTests.Operations;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Insight;

/// <summary>The list of batches, filtered, in pages, and with ten thousand batches.</summary>
public sealed class BatchListTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    // It takes a few milliseconds, and a hundred times that without the right index; other work on the machine lengthens some.
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Pages_OfSeveralStatuses_NewestFirst_ShowEachOnce()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g");
        var expected = new List<Guid>();
        for (var i = 0; i < 9; i++)
        {
            switch (i % 3)
            {
                case 0:
                    expected.Insert(0, await scenario.DraftAsync(EngineScenario.Items("g", 1)));
                    break;
                case 1:
                    expected.Insert(0, await scenario.EndedAsync(EngineScenario.Bad("g")));
                    break;
                default:
                    await scenario.EndedAsync(EngineScenario.Items("g", 2));
                    break;
            }
        }

        var found = await AllAsync(scenario, new() { Limit = 2, Statuses = [BatchStatus.Failed, BatchStatus.Draft] });

        found.Select(e => e.Batch.BatchId).ShouldBe(expected);
        found.Where(e => e.Batch.Status == BatchStatus.Failed).ShouldAllBe(e => e.Batch.Progress.FailedItems == 1);
        (await AllAsync(scenario, new() { Limit = 4 })).Count.ShouldBe(9);
    }

    [Fact]
    public async Task Text_IsFoundInLabelsAndIds_AsItIsWritten()
    {
        await using var scenario = await EngineScenario.StartAsync(database);
        var batch = await LabelledAsync(scenario, """{"run":"Night_50%\\","team":"crm"}""");
        await LabelledAsync(scenario, """{"run":"NightX50","team":"crm"}""");

        (await FindAsync(scenario, "night_50")).ShouldBe([batch]);
        (await FindAsync(scenario, "50%")).ShouldBe([batch]);
        (await FindAsync(scenario, "\\\\\"")).ShouldBe([batch]);
        (await FindAsync(scenario, batch.ToString()[..30])).ShouldBe([batch]);
        (await FindAsync(scenario, "CRM")).Count.ShouldBe(2);
        (await FindAsync(scenario, "no such label")).ShouldBeEmpty();
        await EngineScenario.RefusedAsync(
            scenario.Engine.Service<IInsightClient>().ListBatchesAsync(scenario.Project, new() { Text = new string('x', 201) }, default),
            ErrorKind.InvalidRequest,
            ErrorCodes.OutOfRange);
    }

    [Fact]
    public async Task AnotherProjectsBatches_AreNotThere()
    {
        await using var scenario = await EngineScenario.StartAsync(database);
        var batch = await LabelledAsync(scenario, """{"a":"mine"}""");
        var insight = scenario.Engine.Service<IInsightClient>();
        var stranger = await database.NewProjectAsync();

        (await insight.ListBatchesAsync(stranger, new() { Text = "mine" }, default)).Batches.ShouldBeEmpty();
        (await insight.ListBatchesAsync(stranger, new() { Text = batch.ToString() }, default)).Batches.ShouldBeEmpty();
        await NotFoundAsync(insight.GetTimelineAsync(stranger, batch, default));
        await NotFoundAsync(insight.GetErrorsAsync(stranger, batch, default));
        await NotFoundAsync(insight.GetLanesAsync(stranger, batch, default));
        await NotFoundAsync(insight.GetProgressHistoryAsync(stranger, batch, default));
    }

    [Fact]
    public async Task AmongTenThousand_EveryFirstPageIsQuick_AndSaysWhatItDidNotLookAt()
    {
        await using var scenario = await EngineScenario.StartAsync(database);
        await database.ExecuteAsync(
            """
            INSERT INTO batch (project_key, batch_uuid, status, extraction, metadata, item_count, created_at, updated_at)
            SELECT $1, gen_random_uuid(), CASE WHEN n % 500 = 0 THEN 6 WHEN n % 7 = 0 THEN 0 ELSE 4 END, 0,
                   json_build_object('run', 'night-' || n, 'filler', repeat('x', 300))::text, 100, sql_now(), sql_now()
            FROM generate_series(1, 10000) n
            """,
            scenario.Project.Value);
        await database.ExecuteAsync(
            "INSERT INTO batch_progress (batch_key, slot, succeeded) SELECT batch_key, 0, 100 FROM batch WHERE project_key = $1",
            scenario.Project.Value);
        BatchListQuery[] queries =
        [
            new(), new() { Statuses = [BatchStatus.Failed] }, new() { Statuses = [BatchStatus.Failed, BatchStatus.Draft, BatchStatus.Succeeded] },
            new() { Text = "night-9" }, new() { Text = "no such label" }, new() { Text = "no such label", Statuses = [BatchStatus.Failed] },
            new() { Cursor = 5_000 },
        ];
        var insight = scenario.Engine.Service<IInsightClient>();
        foreach (var query in queries)
        {
            await insight.ListBatchesAsync(scenario.Project, query, default); // opens connections and fills caches
            var quickest = TimeSpan.MaxValue;
            for (var i = 0; i < 40 && quickest >= Quick; i++)
            {
                var began = TimeProvider.System.GetTimestamp();
                await insight.ListBatchesAsync(scenario.Project, query, default);
                var took = TimeProvider.System.GetElapsedTime(began);
                quickest = took < quickest ? took : quickest;
            }

            quickest.ShouldBeLessThan(Quick, query.ToString());
        }

        var noMatch = await insight.ListBatchesAsync(scenario.Project, new() { Text = "no such label" }, default);
        (noMatch.Batches.Count, noMatch.Complete, noMatch.NextCursor is not null).ShouldBe((0, false, true));
        (await AllAsync(scenario, new() { Text = "night-10000" })).Count.ShouldBe(1);
        (await AllAsync(scenario, new() { Text = "night-1\"" })).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Watching_ShowsWhatMoves_AndManyShareALook()
    {
        var gate = new Gate(sequence: 10);
        await using var scenario = await EngineScenario.StartAsync(database, gate, "g");
        var insight = scenario.Engine.Service<IInsightClient>();
        using var end = new CancellationTokenSource(Eventually.MaxWait);
        await using var looks = insight.WatchBatchesAsync(scenario.Project, end.Token).GetAsyncEnumerator(end.Token);
        (await looks.MoveNextAsync()).ShouldBeTrue();
        looks.Current.Batches.ShouldBeEmpty();

        var batch = await scenario.ProcessAsync(EngineScenario.Items("g", 20));
        await UntilAsync(looks, a => a.Batches.Any(b => b.Batch.BatchId == batch && b.Batch.Status == BatchStatus.Processing));
        gate.Open();
        await UntilAsync(looks, a => a.Batches.Any(b => b.Batch.BatchId == batch && b.Batch.Progress.SucceededItems == 20));
    }

    private static async Task UntilAsync(IAsyncEnumerator<ProjectActivity> looks, Func<ProjectActivity, bool> seen)
    {
        while (!seen(looks.Current))
        {
            (await looks.MoveNextAsync()).ShouldBeTrue();
        }
    }

    private static async Task NotFoundAsync<T>(ValueTask<T> call) =>
        (await Should.ThrowAsync<BatchServiceException>(async () => await call)).Kind.ShouldBe(ErrorKind.NotFound);

    private static async Task<Guid> LabelledAsync(EngineScenario scenario, string metadata) => (await scenario.Batches.CreateAsync(
        scenario.Project, new() { Metadata = new JsonText(metadata) }, null, default)).Value.BatchId;

    private static async Task<List<Guid>> FindAsync(EngineScenario scenario, string text) =>
        [.. (await AllAsync(scenario, new() { Text = text })).Select(e => e.Batch.BatchId)];

    private static async Task<List<BatchListEntry>> AllAsync(EngineScenario scenario, BatchListQuery query)
    {
        var found = new List<BatchListEntry>();
        long? cursor = 0;
        while (cursor is not null)
        {
            var page = await scenario.Engine.Service<IInsightClient>()
                .ListBatchesAsync(scenario.Project, query with { Cursor = cursor }, default);
            found.AddRange(page.Batches);
            cursor = page.NextCursor;
        }

        return found;
    }
}
