using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Telemetries;

/// <summary>The telemetry of one batch that a collector receives.</summary>
public sealed class BatchTelemetryTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Process_WithTraceListener_IsOneTraceLinkedToTheRequest()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is Telemetry.Name or "request",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var engine = await RunningEngine.StartAsync(database);
        using var source = new ActivitySource("request");

        using var request = source.StartActivity("process")!;
        var batch = await RunAsync(engine, items: 50);
        await Eventually(() => OfBatch().Any(s => s.OperationName == "finish batch") && Ingested() == 50);

        var root = spans.Single(s => s.OperationName == "batch" && Equals(s.GetTagItem("orleans_batch.batch_id"), batch));
        root.TraceId.ShouldNotBe(request.TraceId);
        root.Parent.ShouldBeNull();
        root.ParentSpanId.ShouldBe(default);
        root.Links.Single().Context.SpanId.ShouldBe(request.SpanId);
        OfBatch().Count(s => s.OperationName == "prepare batch").ShouldBe(1);
        OfBatch().Count(s => s.OperationName == "finish batch").ShouldBe(1);

        // Batches of other tests, which run in parallel, report here, too.
        List<Activity> OfBatch()
        {
            var trace = spans.FirstOrDefault(s => s.OperationName == "batch" && Equals(s.GetTagItem("orleans_batch.batch_id"), batch))?.TraceId;
            return [.. spans.Where(s => s.TraceId == trace)];
        }

        int Ingested() =>
            OfBatch().Where(s => s.OperationName == "ingest chunk").Sum(s => (int)s.GetTagItem("orleans_batch.items")!);
    }

    [Fact]
    public async Task Process_WithMeterListener_CountsAddedAndEndedItems()
    {
        var counts = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == Telemetry.Name)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            counts.AddOrUpdate(Name(instrument, tags), value, (_, sum) => sum + value));
        listener.Start();
        await using var engine = await RunningEngine.StartAsync(database);

        await RunAsync(engine, items: 20);
        await Eventually(() => counts.GetValueOrDefault("orleans_batch.ended_batches Succeeded") >= 1
            && counts.GetValueOrDefault("orleans_batch.added_items") >= 20
            && counts.GetValueOrDefault("orleans_batch.ended_items succeeded") >= 20);
    }

    private async Task<Guid> RunAsync(RunningEngine engine, int items)
    {
        var project = await database.NewProjectAsync();
        await engine.Graphs.CreateGraphAsync(project, "g", new GraphFields(), default);
        var batch = (await engine.Batches.CreateAsync(project, new NewBatch(), null, default)).Value.BatchId;
        var added = Enumerable.Range(0, items).Select(i => new NewBatchItem
        {
            Kind = ItemKind.GraphEpisode,
            GraphId = "g",
            Content = $"note {i}",
            DataType = DataType.Text,
        });
        await engine.Batches.AddAsync(project, batch, [.. added], null, default);
        await engine.Batches.ProcessAsync(project, batch, null, default);
        (await engine.EndOfAsync(project, batch)).Status.ShouldBe(BatchStatus.Succeeded);
        return batch;
    }

    // A span or a count is reported just after its status becomes visible.
    private static Task Eventually(Func<bool> question) =>
        TestKit.Eventually.TrueAsync(() => Task.FromResult(question()));

    private static string Name(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        tags.Length == 0 ? instrument.Name : $"{instrument.Name} {tags[0].Value}";
}
