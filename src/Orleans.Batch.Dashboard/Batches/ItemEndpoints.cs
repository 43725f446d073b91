using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.Http;

namespace Orleans.Batch.Dashboard;

/// <summary>The list of a batch's items, and the page of one item.</summary>
internal static class ItemEndpoints
{
    private const int PageSize = 100;

    public static void Map(IEndpointRouteBuilder gated)
    {
        gated.MapGet("/batches/{batch_id:guid}/items", ListAsync);
        gated.MapGet("/batches/{batch_id:guid}/items/{item_id:guid}", GetAsync);
        gated.MapPost("/batches/{batch_id:guid}/items/{item_id:guid}", ChangeAsync);
    }

    private static async Task ListAsync(HttpContext http, IBatchClient batches)
    {
        var batchId = http.RouteGuid("batch_id");
        var cursor = PageQuery.Cursor(http);
        var query = new BatchItemQuery(PageSize, cursor, PageQuery.Word<ItemStatus>(http, "status"))
        {
            Kind = PageQuery.Word<ItemKind>(http, "kind"),
            Destination = PageQuery.Text(http, "destination", 500),
            Code = PageQuery.Text(http, "code", 100),
        };
        var batch = await batches.GetAsync(http.Project(), batchId, http.RequestAborted);
        var page = await batches.ListItemsAsync(http.Project(), batchId, query, http.RequestAborted);
        await http.WritePageAsync<ItemsPage, ItemListModel>(
            new PageHead("Items", "/batches"),
            new ItemListModel(batch, query, page)
            {
                First = cursor is > 0 ? PageQuery.With(http, null) : null,
                Next = page.NextCursor is { } next ? PageQuery.With(http, next) : null,
            });
    }

    private static async Task GetAsync(HttpContext http, IBatchClient batches) =>
        await ShowAsync(http, await ReadAsync(http, batches), StatusCodes.Status200OK);

    private static async Task ChangeAsync(HttpContext http, IBatchClient batches)
    {
        var fields = ItemFormFields.From(await DashboardForm.ReadAsync(http));
        var model = await ReadAsync(http, batches);
        var (batchId, itemId) = (model.Batch.BatchId, model.Record.Item.ItemId);
        var here = $"/batches/{batchId}/items/{itemId}";
        try
        {
            var changes = model.Record.Payload is { } payload
                ? fields.ChangesTo(payload)
                : throw BatchServiceException.Conflict(ErrorCodes.NotFound, "the payload of this item is gone; it cannot be changed");
            if (changes.Given == ItemFields.None)
            {
                http.SeeOther(here, "No field differs; nothing was changed.");
                return;
            }

            await batches.ChangeItemAsync(http.Project(), batchId, itemId, changes, http.RequestAborted);
            http.SeeOther(here, "Saved. Process the draft when all its items are right.");
        }
        catch (BatchServiceException e) when (e.Kind == ErrorKind.InvalidRequest)
        {
            await ShowAsync(http, model with { Refused = new ItemFormRefusal(fields, e.Message, e.Problems) }, StatusCodes.Status400BadRequest);
        }
    }

    private static async Task<ItemModel> ReadAsync(HttpContext http, IBatchClient batches)
    {
        var batchId = http.RouteGuid("batch_id");
        var batch = await batches.GetAsync(http.Project(), batchId, http.RequestAborted);
        return new ItemModel(batch, await batches.GetItemAsync(http.Project(), batchId, http.RouteGuid("item_id"), http.RequestAborted));
    }

    private static Task ShowAsync(HttpContext http, ItemModel model, int status) => http.WritePageAsync<ItemPage, ItemModel>(
        new PageHead($"Item #{model.Record.Item.SequenceIndex}", "/batches"), model, status);
}
