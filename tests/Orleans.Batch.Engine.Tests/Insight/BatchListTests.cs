using Orleans.Batch.Engine.Tests.Operations;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.Tests.Insight;

/// <summary>The list of batches, filtered, in pages, and at ten thousand.</summary>
public sealed class BatchListTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    // It is a few milliseconds, and a hundred times that without the right index; other work on the machine lengthens some.
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Pages_OfSeveralStatuses_NewestFirst_ShowEachOnce()
    {
        await using var stage = await Stage.SetAsync(database, null, "g");
        var expected = new List<Guid>();
        for (var i = 0; i < 9; i++)
        {
            switch (i % 3)
            {
                case 0:
                    expected.Insert(0, await stage.DraftAsync(Stage.Items("g", 1)));
                    break;
                case 1:
                    expected.Insert(0, await stage.EndedAsync(Stage.Bad("g")));
                    break;
                default:
                    await stage.EndedAsync(Stage.Items("g", 2));
                    break;
            }
        }

        var found = await AllAsync(stage, new() { Limit = 2, Statuses = [BatchStatus.Failed, BatchStatus.Draft] });

        found.Select(e => e.Batch.BatchId).ShouldBe(expected);
        found.Where(e => e.Batch.Status == BatchStatus.Failed).ShouldAllBe(e => e.Batch.Progress.FailedItems == 1);
        (await AllAsync(stage, new() { Limit = 4 })).Count.ShouldBe(9);
    }

    [Fact]
    public async Task Text_IsFoundInLabelsAndIds_AsItIsWritten()
    {
        await using var stage = await Stage.SetAsync(database);
        var batch = await LabelledAsync(stage, """{"run":"Night_50%\\","team":"crm"}""");
        await LabelledAsync(stage, """{"run":"NightX50","team":"crm"}""");

        (await FindAsync(stage, "night_50")).ShouldBe([batch]);
        (await FindAsync(stage, "50%")).ShouldBe([batch]);
        (await FindAsync(stage, "\\\\\"")).ShouldBe([batch]);
        (await FindAsync(stage, batch.ToString()[..30])).ShouldBe([batch]);
        (await FindAsync(stage, "CRM")).Count.ShouldBe(2);
        (await FindAsync(stage, "nobody")).ShouldBeEmpty();
        await Stage.RefusedAsync(
            stage.Engine.Service<IInsightClient>().ListBatchesAsync(stage.Project, new() { Text = new string('x', 201) }, default),
            ErrorKind.InvalidRequest,
            ErrorCodes.OutOfRange);
    }

    [Fact]
    public async Task AnotherProjectsBatches_AreNotThere()
    {
        await using var stage = await Stage.SetAsync(database);
        var batch = await LabelledAsync(stage, """{"a":"mine"}""");
        var insight = stage.Engine.Service<IInsightClient>();
        var stranger = await database.NewProjectAsync();

        (await insight.ListBatchesAsync(stranger, new() { Text = "mine" }, default)).Batches.ShouldBeEmpty();
        (await insight.ListBatchesAsync(stranger, new() { Text = batch.ToString() }, default)).Batches.ShouldBeEmpty();
        await NotFoundAsync(insight.GetLifeAsync(stranger, batch, default));
        await NotFoundAsync(insight.GetErrorsAsync(stranger, batch, default));
        await NotFoundAsync(insight.GetLanesAsync(stranger, batch, default));
        await NotFoundAsync(insight.GetCourseAsync(stranger, batch, default));
    }

    [Fact]
    public async Task AmongTenThousand_EveryFirstPageIsQuick_AndSaysWhatItDidNotLookAt()
    {
        await using var stage = await Stage.SetAsync(database);
        await database.ExecuteAsync(
            """
            INSERT INTO batch (project_key, batch_uuid, status, extraction, metadata, item_count, created_at, updated_at)
            SELECT $1, gen_random_uuid(), CASE WHEN n % 500 = 0 THEN 6 WHEN n % 7 = 0 THEN 0 ELSE 4 END, 0,
                   json_build_object('run', 'night-' || n, 'filler', repeat('x', 300))::text, 100, sql_now(), sql_now()
            FROM generate_series(1, 10000) n
            """,
            stage.Project.Value);
        await database.ExecuteAsync(
            "INSERT INTO batch_progress (batch_key, slot, succeeded) SELECT batch_key, 0, 100 FROM batch WHERE project_key = $1",
            stage.Project.Value);
        BatchListQuery[] queries =
        [
            new(), new() { Statuses = [BatchStatus.Failed] }, new() { Statuses = [BatchStatus.Failed, BatchStatus.Draft, BatchStatus.Succeeded] },
            new() { Text = "night-9" }, new() { Text = "nobody" }, new() { Text = "nobody", Statuses = [BatchStatus.Failed] },
            new() { Cursor = 5_000 },
        ];
        var insight = stage.Engine.Service<IInsightClient>();
        foreach (var query in queries)
        {
            await insight.ListBatchesAsync(stage.Project, query, default); // connections and caches
            var quickest = TimeSpan.MaxValue;
            for (var i = 0; i < 40 && quickest >= Quick; i++)
            {
                var began = TimeProvider.System.GetTimestamp();
                await insight.ListBatchesAsync(stage.Project, query, default);
                var took = TimeProvider.System.GetElapsedTime(began);
                quickest = took < quickest ? took : quickest;
            }

            quickest.ShouldBeLessThan(Quick, query.ToString());
        }

        var nobody = await insight.ListBatchesAsync(stage.Project, new() { Text = "nobody" }, default);
        (nobody.Batches.Count, nobody.Complete, nobody.NextCursor is not null).ShouldBe((0, false, true));
        (await AllAsync(stage, new() { Text = "night-10000" })).Count.ShouldBe(1);
        (await AllAsync(stage, new() { Text = "night-1\"" })).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Watching_ShowsWhatMoves_AndManyShareALook()
    {
        var gate = new Gate(sequence: 10);
        await using var stage = await Stage.SetAsync(database, gate, "g");
        var insight = stage.Engine.Service<IInsightClient>();
        using var end = new CancellationTokenSource(Eventually.Patience);
        await using var looks = insight.WatchBatchesAsync(stage.Project, end.Token).GetAsyncEnumerator(end.Token);
        (await looks.MoveNextAsync()).ShouldBeTrue();
        looks.Current.Batches.ShouldBeEmpty();

        var batch = await stage.ProcessAsync(Stage.Items("g", 20));
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

    private static async Task<Guid> LabelledAsync(Stage stage, string metadata) => (await stage.Batches.CreateAsync(
        stage.Project, new() { Metadata = new JsonText(metadata) }, null, default)).Value.BatchId;

    private static async Task<List<Guid>> FindAsync(Stage stage, string text) =>
        [.. (await AllAsync(stage, new() { Text = text })).Select(e => e.Batch.BatchId)];

    private static async Task<List<BatchListEntry>> AllAsync(Stage stage, BatchListQuery query)
    {
        var found = new List<BatchListEntry>();
        long? cursor = 0;
        while (cursor is not null)
        {
            var page = await stage.Engine.Service<IInsightClient>()
                .ListBatchesAsync(stage.Project, query with { Cursor = cursor }, default);
            found.AddRange(page.Batches);
            cursor = page.NextCursor;
        }

        return found;
    }
}
