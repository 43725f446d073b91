using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Formats.Json;
using Orleans.Batch.Gateway.Http;

namespace Orleans.Batch.Dashboard;

/// <summary>Retries items: those of a batch, or one that is to be repaired first.</summary>
internal static class RetryEndpoints
{
    public static void Map(IEndpointRouteBuilder gated)
    {
        gated.MapGet("/batches/{batch_id:guid}/retry", ShowAsync);
        gated.MapPost("/batches/{batch_id:guid}/retry", RetryAsync);
        gated.MapPost("/batches/{batch_id:guid}/items/{item_id:guid}/repair", RepairAsync);
    }

    private static async Task ShowAsync(HttpContext http, IBatchClient batches, IInsightClient insight)
    {
        var batchId = http.RouteGuid("batch_id");
        var batch = await batches.GetAsync(http.Project(), batchId, http.RequestAborted);
        var errors = await insight.GetErrorsAsync(http.Project(), batchId, http.RequestAborted);
        await http.WritePageAsync<RetryPage, RetryModel>(new PageHead("Retry", "/batches"), new RetryModel(batch, errors));
    }

    private static async Task RetryAsync(HttpContext http, IBatchClient batches)
    {
        var form = await DashboardForm.ReadAsync(http);
        var selection = new RetrySelection
        {
            Statuses = EnumNames<ItemStatus>.TryParse(form["status"].ToString(), out var status) ? [status] : null,
            Codes = form["code"].ToString() is { Length: > 0 } code ? [code] : null,
            Process = form["then"] != "draft",
        };
        var batch = (await batches.RetryAsync(http.Project(), http.RouteGuid("batch_id"), selection, null, http.RequestAborted)).Value;
        http.SeeOther(
            $"/batches/{batch.BatchId}",
            selection.Process
                ? $"{ProgressParts.Number(batch.ItemCount)} items are retried in this new batch."
                : $"{ProgressParts.Number(batch.ItemCount)} items are in this new draft. Repair them, then process it.");
    }

    private static async Task RepairAsync(HttpContext http, IBatchClient batches)
    {
        var (batchId, itemId) = (http.RouteGuid("batch_id"), http.RouteGuid("item_id"));
        await batches.GetItemAsync(http.Project(), batchId, itemId, http.RequestAborted); // 404, where a retry would be 400
        var selection = new RetrySelection { ItemIds = [itemId], Process = false };
        var batch = (await batches.RetryAsync(http.Project(), batchId, selection, null, http.RequestAborted)).Value;
        http.SeeOther(
            $"/batches/{batch.BatchId}/items/{BatchItemId.Create(batch.BatchId, 0)}",
            "The item is in this new draft. Repair it, save it, and process the draft.");
    }
}
