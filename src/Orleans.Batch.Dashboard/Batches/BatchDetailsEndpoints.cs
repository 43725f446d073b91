using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.Http;

namespace Orleans.Batch.Dashboard;

/// <summary>The page of one batch, with its live updates.</summary>
internal sealed class BatchDetailsEndpoints(
    IBatchClient batches, IInsightClient insight, ComponentRenderer renderer, LiveStream live, TimeProvider time)
{
    // The minimum interval of reports over a whole batch; they take at most a tenth of the time.
    private static readonly TimeSpan BetweenReports = TimeSpan.FromSeconds(3);
    private const int RestPerWork = 9;

    // After its end a batch is polled until every endpoint was tried once, and no longer than this.
    private static readonly TimeSpan BetweenDeliveries = TimeSpan.FromSeconds(1);
    private const int MaxDeliveryPolls = 60;

    private const int ChangesShown = 20;

    public static void Map(IEndpointRouteBuilder gated)
    {
        gated.MapGet("/batches/{batch_id:guid}", (HttpContext http, BatchDetailsEndpoints here) => here.ShowAsync(http));
        gated.MapGet("/batches/{batch_id:guid}/live", (HttpContext http, BatchDetailsEndpoints here) => here.WatchAsync(http));
    }

    private async Task ShowAsync(HttpContext http)
    {
        var batchId = http.RouteGuid("batch_id");
        var model = await ReadAsync(http.Project(), batchId, http.RequestAborted);
        var still = BatchDisplay.HasEnded(model.Batch) && !IsTelling(model);
        await http.WritePageAsync<BatchDetailsPage, BatchModel>(
            new PageHead(BatchLabels.FromMetadata(model.Batch.Metadata).Name ?? $"Batch {batchId}", "/batches", still ? null : $"/batches/{batchId}/live"),
            model);
    }

    private async Task WatchAsync(HttpContext http)
    {
        var (project, batchId) = (http.Project(), http.RouteGuid("batch_id"));
        await batches.GetAsync(project, batchId, http.RequestAborted);
        await live.RunAsync(http, $"batch:{project}:{batchId}", stop => PollAsync(project, batchId, stop));
    }

    private async IAsyncEnumerable<Snapshot> PollAsync(
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

        for (var poll = 0; poll < MaxDeliveryPolls && reports is not null && IsTelling(reports); poll++)
        {
            await Task.Delay(BetweenDeliveries, time, cancellationToken);
            reports = reports with { Timeline = await insight.GetTimelineAsync(project, batchId, cancellationToken) };
            yield return await RenderAsync(reports);
        }
    }

    private static bool IsTelling(BatchModel model) => model.Timeline.Deliveries.Any(d => d is { Attempts: 0, EndedAt: null });

    private async Task<BatchModel> ReadAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken)
    {
        var timeline = insight.GetTimelineAsync(project, batchId, cancellationToken).AsTask();
        var errors = insight.GetErrorsAsync(project, batchId, cancellationToken).AsTask();
        var lanes = insight.GetLanesAsync(project, batchId, cancellationToken).AsTask();
        var history = insight.GetProgressHistoryAsync(project, batchId, cancellationToken).AsTask();
        await Task.WhenAll(timeline, errors, lanes, history);
        return new BatchModel
        {
            Timeline = await timeline,
            Errors = await errors,
            Lanes = await lanes,
            History = await history,
            Changes = await ReadChangesAsync(project, (await timeline).Batch, cancellationToken),
        };
    }

    private async ValueTask<IReadOnlyList<FactChange>> ReadChangesAsync(
        ProjectId project, BatchSummary batch, CancellationToken cancellationToken) =>
        batch is { Proposal: not null, CompletedAt: not null }
            ? (await batches.ListFactChangesAsync(project, batch.BatchId, new FactChangeQuery(ChangesShown), cancellationToken)).Changes
            : [];

    private async Task<Snapshot> RenderAsync(BatchModel model)
    {
        var id = model.Batch.BatchId;
        return new Snapshot(
        [
            new("state", await renderer.RenderAsync<BatchState>(nameof(BatchState.Batch), model.Batch)),
            new("items", await renderer.RenderAsync<ItemCount>(nameof(ItemCount.Batch), model.Batch)),
            new("figures", await renderer.RenderAsync<BatchStatistics>(nameof(BatchStatistics.Model), model)),
            new("chart", await renderer.RenderAsync<BatchChart>(nameof(BatchChart.History), model.History)),
            new("errors", await renderer.RenderAsync<BatchErrors>(
                (nameof(BatchErrors.Errors), model.Errors), (nameof(BatchErrors.BatchId), id))),
            new("lanes", await renderer.RenderAsync<BatchLanes>((nameof(BatchLanes.Lanes), model.Lanes), (nameof(BatchLanes.BatchId), id))),
            new("life", await renderer.RenderAsync<BatchTimelineView>(
                (nameof(BatchTimelineView.Timeline), model.Timeline), (nameof(BatchTimelineView.History), model.History))),
        ]);
    }
}
