using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.Http;

namespace Orleans.Batch.Dashboard;

/// <summary>The list of batches.</summary>
internal sealed class BatchListEndpoints(IInsightClient insight, ComponentRenderer renderer, LiveStream live)
{
    public static void Map(IEndpointRouteBuilder gated)
    {
        gated.MapGet("/batches", (HttpContext http, BatchListEndpoints here) => here.ShowAsync(http));
        gated.MapGet("/batches/live", (HttpContext http, BatchListEndpoints here) => here.WatchAsync(http));
    }

    private async Task ShowAsync(HttpContext http)
    {
        var (status, text, cursor) = (PageQuery.Text(http, "status"), PageQuery.Text(http, "q"), PageQuery.Cursor(http));
        var query = new BatchListQuery { Cursor = cursor, Statuses = [.. BatchStatusFilter.GetStatuses(status)], Text = text };
        var page = await insight.ListBatchesAsync(http.Project(), query, http.RequestAborted);
        var model = new BatchListModel(page, status, text)
        {
            First = cursor is > 0 ? PageQuery.With(http, null) : null,
            Next = page.NextCursor is { } next ? PageQuery.With(http, next) : null,
        };
        await http.WritePageAsync<BatchesPage, BatchListModel>(new PageHead("Batches", "/batches", "/batches/live"), model);
    }

    private Task WatchAsync(HttpContext http)
    {
        var project = http.Project();
        return live.RunAsync(http, $"batches:{project}", stop => PollAsync(project, stop));
    }

    private async IAsyncEnumerable<Snapshot> PollAsync(ProjectId project, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var before = new Dictionary<Guid, (BatchListEntry Entry, Fragment Cells)>();
        await foreach (var activity in insight.WatchBatchesAsync(project, cancellationToken))
        {
            var now = new Dictionary<Guid, (BatchListEntry Entry, Fragment Cells)>();
            foreach (var entry in activity.Batches)
            {
                var id = entry.Batch.BatchId;
                now[id] = before.TryGetValue(id, out var last) && IsSame(last.Entry, entry)
                    ? last
                    : (entry, new Fragment(id.ToString(), await renderer.RenderAsync<BatchCells>(nameof(BatchCells.Entry), entry)));
            }

            before = now;
            yield return new Snapshot([.. now.Values.Select(v => v.Cells)]);
        }
    }

    private static bool IsSame(BatchListEntry a, BatchListEntry b) =>
        a.Version == b.Version
        && a.ItemsPerSecond == b.ItemsPerSecond
        && a.EtaSeconds == b.EtaSeconds
        && a.Batch.Progress == b.Batch.Progress
        && a.Batch.PausedAt == b.Batch.PausedAt
        && a.Batch.CancelRequestedAt == b.Batch.CancelRequestedAt;
}
