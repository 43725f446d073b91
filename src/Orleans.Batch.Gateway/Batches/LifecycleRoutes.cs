using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Batches;

/// <summary>An operator's calls on a batch, which Zep does not have. Bodies of calls that take none are ignored.</summary>
internal static class LifecycleRoutes
{
    private const string BatchId = "batch_id";
    private const string ItemId = "item_id";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/batches/{batch_id}/cancel", CancelAsync).Describe(LifecycleOperations.Cancel);
        api.MapPost("/batches/{batch_id}/pause", PauseAsync).Describe(LifecycleOperations.Pause);
        api.MapPost("/batches/{batch_id}/resume", ResumeAsync).Describe(LifecycleOperations.Resume);
        api.MapPost("/batches/{batch_id}/retry", RetryAsync).Describe(LifecycleOperations.Retry);
        api.MapPost("/extractions", ExtractAsync).Describe(LifecycleOperations.Extract);
        api.MapGet("/batches/{batch_id}/fact-changes", ListFactChangesAsync).Describe(LifecycleOperations.ListFactChanges);
        api.MapPost("/batches/{batch_id}/apply", ApplyAsync).Describe(LifecycleOperations.Apply);
        api.MapPost("/batches/{batch_id}/discard", DiscardAsync).Describe(LifecycleOperations.Discard);
        api.MapPut("/batches/{batch_id}/budget", SetCapsAsync).Describe(LifecycleOperations.SetCaps);
        api.MapPost("/batches/{batch_id}/validate", ValidateAsync).Describe(LifecycleOperations.Validate);
        api.MapGet("/batches/{batch_id}/items/{item_id}", GetItemAsync).Describe(LifecycleOperations.GetItem);
        api.MapPatch("/batches/{batch_id}/items/{item_id}", ChangeItemAsync).Describe(LifecycleOperations.ChangeItem);
    }

    private static async Task CancelAsync(HttpContext http, IBatchClient batches)
    {
        var answer = await batches.CancelAsync(http.Project(), http.RouteGuid(BatchId), http.RequestAborted);
        await http.WriteAsync(
            answer.Batch,
            WireJson.Default.BatchSummary,
            answer.Repeated ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }

    private static async Task PauseAsync(HttpContext http, IBatchClient batches) => await http.WriteAsync(
        await batches.PauseAsync(http.Project(), http.RouteGuid(BatchId), http.RequestAborted), WireJson.Default.BatchSummary);

    private static async Task ResumeAsync(HttpContext http, IBatchClient batches) => await http.WriteAsync(
        await batches.ResumeAsync(http.Project(), http.RouteGuid(BatchId), http.RequestAborted), WireJson.Default.BatchSummary);

    private static async Task ExtractAsync(
        HttpContext http, IBatchClient batches, RequestBodies bodies, IOptions<BatchGatewayOptions> options)
    {
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        var batch = await batches.ExtractAsync(http.Project(), ExtractBody.Parse(body.Span), http.RequestAborted);
        await http.WriteAsync(batch, WireJson.Default.BatchSummary, StatusCodes.Status201Created);
    }

    private static async Task ListFactChangesAsync(HttpContext http, IBatchClient batches)
    {
        var query = new FactChangeQuery(Paging.Limit(http), Paging.Cursor(http));
        var page = await batches.ListFactChangesAsync(http.Project(), http.RouteGuid(BatchId), query, http.RequestAborted);
        await http.WriteAsync(page, WireJson.Default.FactChangePage);
    }

    private static async Task ApplyAsync(HttpContext http, IBatchClient batches) => await http.WriteAsync(
        await batches.ApplyProposalAsync(http.Project(), http.RouteGuid(BatchId), http.RequestAborted),
        WireJson.Default.BatchSummary,
        StatusCodes.Status202Accepted);

    private static async Task DiscardAsync(HttpContext http, IBatchClient batches) => await http.WriteAsync(
        await batches.DiscardProposalAsync(http.Project(), http.RouteGuid(BatchId), http.RequestAborted), WireJson.Default.BatchSummary);

    private static async Task RetryAsync(
        HttpContext http, IBatchClient batches, RequestBodies bodies, IdempotentCall idempotent, IOptions<BatchGatewayOptions> options)
    {
        var batchId = http.RouteGuid(BatchId);
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        await idempotent.RunAsync(http, $"/batches/{batchId}/retry", body, async key =>
        {
            var selection = RetryBody.Parse(body.Span);
            var retry = await batches.RetryAsync(http.Project(), batchId, selection, key, http.RequestAborted);
            await http.WriteAsync(IdempotentCall.Answer(http, retry), WireJson.Default.BatchSummary, StatusCodes.Status201Created);
        });
    }

    private static async Task SetCapsAsync(
        HttpContext http, IBatchClient batches, RequestBodies bodies, IOptions<BatchGatewayOptions> options)
    {
        var batchId = http.RouteGuid(BatchId);
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        var batch = await batches.SetCapsAsync(http.Project(), batchId, CapsBody.Parse(body.Span), http.RequestAborted);
        await http.WriteAsync(batch, WireJson.Default.BatchSummary);
    }

    private static async Task ValidateAsync(HttpContext http, IBatchClient batches)
    {
        var query = new ValidationQuery(Paging.Limit(http), Paging.Cursor(http));
        var result = await batches.ValidateAsync(http.Project(), http.RouteGuid(BatchId), query, http.RequestAborted);
        await http.WriteAsync(result, WireJson.Default.BatchValidation);
    }

    private static async Task GetItemAsync(HttpContext http, IBatchClient batches)
    {
        var (batchId, itemId) = (http.RouteGuid(BatchId), http.RouteGuid(ItemId));
        var item = await batches.GetItemAsync(http.Project(), batchId, itemId, http.RequestAborted);
        await http.WriteAsync(ItemLine.FromRecord(item), WireJson.Default.ItemLine);
    }

    private static async Task ChangeItemAsync(
        HttpContext http, IBatchClient batches, RequestBodies bodies, IOptions<BatchGatewayOptions> options)
    {
        var (batchId, itemId) = (http.RouteGuid(BatchId), http.RouteGuid(ItemId));
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        var changes = ItemChangesBody.Parse(body.Span);
        var item = await batches.ChangeItemAsync(http.Project(), batchId, itemId, changes, http.RequestAborted);
        await http.WriteAsync(ItemLine.FromRecord(item), WireJson.Default.ItemLine);
    }
}
