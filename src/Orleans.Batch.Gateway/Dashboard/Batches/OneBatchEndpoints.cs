using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orleans.Batch.Gateway.Dashboard;

/// <summary>The page of one batch, and what it says while it is open.</summary>
internal sealed class OneBatchEndpoints(
    IBatchClient batches, IInsightClient insight, ComponentRenderer renderer, LiveStream live, TimeProvider time)
{
    // Reports over all of a batch are read at most so often, and take at most a tenth of the time.
    private static readonly TimeSpan BetweenReports = TimeSpan.FromSeconds(3);
    private const int RestPerWork = 9;

    // After its end a batch is looked at until every endpoint was tried once, and no longer than this.
    private static readonly TimeSpan BetweenDeliveries = TimeSpan.FromSeconds(1);
    private const int LooksAtDeliveries = 60;

    public static void Map(IEndpointRouteBuilder gated)
    {
        gated.MapGet("/batches/{batch_id:guid}", (HttpContext http, OneBatchEndpoints here) => here.ShowAsync(http));
        gated.MapGet("/batches/{batch_id:guid}/live", (HttpContext http, OneBatchEndpoints here) => here.WatchAsync(http));
    }

    private async Task ShowAsync(HttpContext http)
    {
        var batchId = http.RouteGuid("batch_id");
        var model = await ReadAsync(http.Project(), batchId, http.RequestAborted);
        var still = BatchWords.HasEnded(model.Batch) && !IsTelling(model);
        await http.WritePageAsync<OneBatchPage, BatchModel>(
            new PageHead(BatchLabels.Of(model.Batch.Metadata).Name ?? $"Batch {batchId}", "/batches", still ? null : $"/batches/{batchId}/live"),
            model);
    }

    private async Task WatchAsync(HttpContext http)
    {
        var (project, batchId) = (http.Project(), http.RouteGuid("batch_id"));
        await batches.GetAsync(project, batchId, http.RequestAborted);
        await live.RunAsync(http, $"batch:{project}:{batchId}", stop => LooksAsync(project, batchId, stop));
    }

    private async IAsyncEnumerable<Look> LooksAsync(
        ProjectId project, Guid batchId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        BatchModel? reports = null;
        var (readAt, rest) = (0L, TimeSpan.Zero);
        await foreach (var seen in batches.WatchAsync(project, batchId, null, cancellationToken))
        {
            if (reports is null || seen.Done || seen.Batch.Status != reports.Batch.Status || time.GetElapsedTime(readAt) >= rest)
            {
                var began = time.GetTimestamp();
                reports = await ReadAsync(project, batchId, cancellationToken);
                readAt = time.GetTimestamp();
                var work = time.GetElapsedTime(began, readAt) * RestPerWork;
                rest = work > BetweenReports ? work : BetweenReports;
            }

            reports = reports with { Seen = seen };
            yield return await RenderAsync(reports);
        }

        for (var look = 0; look < LooksAtDeliveries && reports is not null && IsTelling(reports); look++)
        {
            await Task.Delay(BetweenDeliveries, time, cancellationToken);
            reports = reports with { Life = await insight.GetLifeAsync(project, batchId, cancellationToken) };
            yield return await RenderAsync(reports);
        }
    }

    private static bool IsTelling(BatchModel model) => model.Life.Deliveries.Any(d => d is { Attempts: 0, EndedAt: null });

    private async Task<BatchModel> ReadAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken)
    {
        var life = insight.GetLifeAsync(project, batchId, cancellationToken).AsTask();
        var errors = insight.GetErrorsAsync(project, batchId, cancellationToken).AsTask();
        var lanes = insight.GetLanesAsync(project, batchId, cancellationToken).AsTask();
        var course = insight.GetCourseAsync(project, batchId, cancellationToken).AsTask();
        await Task.WhenAll(life, errors, lanes, course);
        return new BatchModel { Life = await life, Errors = await errors, Lanes = await lanes, Course = await course };
    }

    private async Task<Look> RenderAsync(BatchModel model)
    {
        var id = model.Batch.BatchId;
        return new Look(
        [
            new("state", await renderer.RenderAsync<BatchState>(nameof(BatchState.Batch), model.Batch)),
            new("items", await renderer.RenderAsync<ItemCount>(nameof(ItemCount.Batch), model.Batch)),
            new("figures", await renderer.RenderAsync<BatchFigures>(nameof(BatchFigures.Model), model)),
            new("chart", await renderer.RenderAsync<BatchChart>(nameof(BatchChart.Course), model.Course)),
            new("errors", await renderer.RenderAsync<BatchErrors>(
                (nameof(BatchErrors.Errors), model.Errors), (nameof(BatchErrors.BatchId), id))),
            new("lanes", await renderer.RenderAsync<BatchLanes>((nameof(BatchLanes.Lanes), model.Lanes), (nameof(BatchLanes.BatchId), id))),
            new("life", await renderer.RenderAsync<BatchTimeline>(
                (nameof(BatchTimeline.Life), model.Life), (nameof(BatchTimeline.Course), model.Course))),
        ]);
    }
}
