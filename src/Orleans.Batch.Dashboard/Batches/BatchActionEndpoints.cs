using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.Batches;
using Orleans.Batch.Gateway.Http;

namespace Orleans.Batch.Dashboard;

/// <summary>The actions on a batch. Each shows its result on the page it redirects to.</summary>
internal static class BatchActionEndpoints
{
    private const string BatchId = "batch_id";

    public static void Map(IEndpointRouteBuilder gated)
    {
        var batch = gated.MapGroup("/batches/{batch_id:guid}");
        batch.MapPost("/process", ProcessAsync);
        batch.MapPost("/pause", PauseAsync);
        batch.MapPost("/resume", ResumeAsync);
        batch.MapPost("/apply", ApplyAsync);
        batch.MapPost("/discard", DiscardAsync);
        batch.MapGet("/cancel", (HttpContext http, IBatchClient batches) => AskAsync<CancelPage>(http, batches, "Cancel this batch?"));
        batch.MapPost("/cancel", CancelAsync);
        batch.MapGet("/delete", (HttpContext http, IBatchClient batches) => AskAsync<DeletePage>(http, batches, "Delete this batch?"));
        batch.MapPost("/delete", DeleteAsync);
        batch.MapGet("/validation", ValidateAsync);
        batch.MapGet("/items.ndjson", DownloadAsync);
    }

    private static async Task ProcessAsync(HttpContext http, IBatchClient batches)
    {
        var batchId = http.RouteGuid(BatchId);
        try
        {
            var batch = await batches.ProcessAsync(http.Project(), batchId, null, http.RequestAborted);
            http.SeeOther(PathOf(batchId), $"Processing has begun: {ProgressParts.Number(batch.Value.ItemCount)} items. They cannot be changed any more.");
        }
        catch (BatchServiceException e) when (e.Kind == ErrorKind.InvalidRequest)
        {
            // The batch exists, and its page shows the problem.
            http.SeeOther(PathOf(batchId), $"Not processed: {e.Message}.", bad: true);
        }
    }

    private static async Task PauseAsync(HttpContext http, IBatchClient batches)
    {
        var batch = await batches.PauseAsync(http.Project(), http.RouteGuid(BatchId), http.RequestAborted);
        http.SeeOther(PathOf(batch.BatchId), "Paused. Items in progress are still finished.");
    }

    private static async Task ResumeAsync(HttpContext http, IBatchClient batches)
    {
        var batch = await batches.ResumeAsync(http.Project(), http.RouteGuid(BatchId), http.RequestAborted);
        http.SeeOther(PathOf(batch.BatchId), "Resumed.");
    }

    private static async Task ApplyAsync(HttpContext http, IBatchClient batches)
    {
        var batch = await batches.ApplyProposalAsync(http.Project(), http.RouteGuid(BatchId), http.RequestAborted);
        http.SeeOther(PathOf(batch.BatchId), "The new facts replace the old ones now, episode by episode.");
    }

    private static async Task DiscardAsync(HttpContext http, IBatchClient batches)
    {
        var batch = await batches.DiscardProposalAsync(http.Project(), http.RouteGuid(BatchId), http.RequestAborted);
        http.SeeOther(PathOf(batch.BatchId), "The new facts were discarded. The old ones stay.");
    }

    private static async Task CancelAsync(HttpContext http, IBatchClient batches)
    {
        var answer = await batches.CancelAsync(http.Project(), http.RouteGuid(BatchId), http.RequestAborted);
        http.SeeOther(PathOf(answer.Batch.BatchId), "Canceling. Items that are in their graph stay; items that were not reached are canceled.");
    }

    private static async Task DeleteAsync(HttpContext http, IBatchClient batches)
    {
        var batchId = http.RouteGuid(BatchId);
        await batches.DeleteAsync(http.Project(), batchId, http.RequestAborted);
        http.SeeOther("/batches", $"Batch {batchId} was deleted with its items.");
    }

    private static async Task AskAsync<TPage>(HttpContext http, IBatchClient batches, string title)
        where TPage : Page<BatchSummary>
    {
        var batch = await batches.GetAsync(http.Project(), http.RouteGuid(BatchId), http.RequestAborted);
        await http.WritePageAsync<TPage, BatchSummary>(new PageHead(title, "/batches"), batch);
    }

    private static async Task ValidateAsync(HttpContext http, IBatchClient batches)
    {
        var batchId = http.RouteGuid(BatchId);
        var cursor = PageQuery.Cursor(http);
        var batch = await batches.GetAsync(http.Project(), batchId, http.RequestAborted);
        var validation = await batches.ValidateAsync(http.Project(), batchId, new ValidationQuery(100, cursor), http.RequestAborted);
        await http.WritePageAsync<ValidationPage, ValidationModel>(
            new PageHead("Validation", "/batches"),
            new ValidationModel(batch, validation)
            {
                First = cursor is > 0 ? PageQuery.With(http, null) : null,
                Next = validation.NextCursor is { } next ? PageQuery.With(http, next) : null,
            });
    }

    private static async Task DownloadAsync(HttpContext http, IBatchClient batches)
    {
        var batchId = http.RouteGuid(BatchId);
        await batches.GetAsync(http.Project(), batchId, http.RequestAborted);
        var which = PageQuery.Word<ItemStatus>(http, "status") is null ? "" : "-" + http.Request.Query["status"];
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"batch-{batchId}{which}.ndjson\"";
        await NdjsonExport.RunAsync(http, batches, batchId);
    }

    private static string PathOf(Guid batchId) => $"/batches/{batchId}";
}
