using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Batches;

/// <summary>The seven batch calls of Zep's API.</summary>
internal static class BatchEndpoints
{
    private const string BatchId = "batch_id";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/batches", CreateAsync).Describe(BatchOperations.Create);
        api.MapGet("/batches", ListAsync).Describe(BatchOperations.List);
        api.MapGet("/batches/{batch_id}", GetAsync).Describe(BatchOperations.Get);
        api.MapDelete("/batches/{batch_id}", DeleteAsync).Describe(BatchOperations.Delete);
        api.MapGet("/batches/{batch_id}/items", ListItemsAsync).Describe(BatchOperations.ListItems);
        api.MapPost("/batches/{batch_id}/items", AddAsync).Describe(BatchOperations.Add);
        api.MapGet("/batches/{batch_id}/events", WatchAsync).Describe(BatchOperations.Events);
        api.MapPost("/batches/{batch_id}/process", ProcessAsync).Describe(BatchOperations.Process);
    }

    private static async Task CreateAsync(
        HttpContext http, IBatchClient batches, RequestBodies bodies, IdempotentCall idempotent, IOptions<BatchGatewayOptions> options)
    {
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        await idempotent.RunAsync(http, "/batches", body, async key =>
        {
            var batch = CreateBatchBody.Parse(body.Span, ExtractionHeader(http));
            await AnswerAsync(http, await batches.CreateAsync(http.Project(), batch, key, http.RequestAborted));
        });
    }

    private static async Task ListAsync(HttpContext http, IBatchClient batches)
    {
        var query = new BatchQuery(Paging.Limit(http), Paging.Cursor(http), Paging.Word<BatchStatus>(http, "status"))
        {
            ImportId = Paging.Uuid(http, "import_id"),
        };
        var page = await batches.ListAsync(http.Project(), query, http.RequestAborted);
        await http.WriteAsync(page, WireJson.Default.BatchPage);
    }

    private static async Task GetAsync(HttpContext http, IBatchClient batches)
    {
        var batch = await batches.GetAsync(http.Project(), http.RouteGuid(BatchId), http.RequestAborted);
        await http.WriteAsync(batch, WireJson.Default.BatchSummary);
    }

    private static async Task DeleteAsync(HttpContext http, IBatchClient batches)
    {
        var batchId = http.RouteGuid(BatchId);
        await batches.DeleteAsync(http.Project(), batchId, http.RequestAborted);
        await http.WriteMessageAsync($"Batch {batchId} successfully deleted.");
    }

    private static Task WatchAsync(HttpContext http, EventStream events) => events.RunAsync(http, http.RouteGuid(BatchId), EventFrames.V3);

    private static async Task ListItemsAsync(HttpContext http, IBatchClient batches)
    {
        var batchId = http.RouteGuid(BatchId);
        if (Ndjson.IsWanted(http))
        {
            await NdjsonExport.RunAsync(http, batches, batchId);
            return;
        }

        var query = new BatchItemQuery(Paging.Limit(http), Paging.Cursor(http), Paging.Word<ItemStatus>(http, "status"));
        var page = await batches.ListItemsAsync(http.Project(), batchId, query, http.RequestAborted);
        await http.WriteAsync(page, WireJson.Default.BatchItemPage);
    }

    private static async Task AddAsync(
        HttpContext http,
        IBatchClient batches,
        RequestBodies bodies,
        IdempotentCall idempotent,
        NdjsonAdd stream,
        GatewayTelemetry telemetry,
        IOptions<BatchGatewayOptions> options)
    {
        var batchId = http.RouteGuid(BatchId);
        if (Ndjson.IsSent(http))
        {
            await stream.RunAsync(http, batchId);
            return;
        }

        using var activity = GatewayTelemetry.Source.StartActivity("batch.add");
        using var body = await bodies.ReadAsync(http, options.Value.MaxAddBodyBytes);
        await idempotent.RunAsync(http, $"/batches/{batchId}/items", body, async key =>
        {
            var items = AddItemsBody.Parse(body.Span);
            activity?.SetTag("batch.items", items.Count);

            // The items hold copies: the next call can use the buffer while the store works.
            body.Dispose();
            var added = await batches.AddAsync(http.Project(), batchId, items, key, http.RequestAborted);
            if (added.Replayed)
            {
                IdempotentCall.MarkReplayed(http);
            }
            else
            {
                telemetry.Accepted(added.Value.Items.Count);
            }

            AlreadyLoadedHeaders.Write(http, added.Value);
            await http.WriteAsync(added.Value.Items, WireJson.Default.IReadOnlyListBatchItem);
        });
    }

    // SDKs send no body here, some with a content type and some without; any body is ignored.
    private static async Task ProcessAsync(
        HttpContext http, IBatchClient batches, RequestBodies bodies, IdempotentCall idempotent, IOptions<BatchGatewayOptions> options)
    {
        var batchId = http.RouteGuid(BatchId);
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        await idempotent.RunAsync(
            http,
            $"/batches/{batchId}/process",
            body,
            async key => await AnswerAsync(http, await batches.ProcessAsync(http.Project(), batchId, key, http.RequestAborted)));
    }

    private static Task AnswerAsync(HttpContext http, IdempotentResult<BatchSummary> batch) =>
        http.WriteAsync(IdempotentCall.Answer(http, batch), WireJson.Default.BatchSummary);

    private static string? ExtractionHeader(HttpContext http)
    {
        var header = http.Request.Headers["Batch-Extraction"];
        return header.Count == 0 ? null : header.ToString();
    }
}
