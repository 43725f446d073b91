using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Orleans.Batch.Gateway.Batches;
using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Batches;

/// <summary>The calls on the items of a batch.</summary>
internal static class BatchItemEndpoints
{
    private const string BatchUuid = "batch_uuid";
    private const string Path = "/batches/{batch_uuid}/items";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost(Path, AddAsync).DescribeWrite(BatchOperations.AddItems, "/batches/{batch_uuid}");
        api.MapGet(Path, ListAsync).DescribeRead(BatchOperations.ListItems);
        api.MapGet(Path + "/{item_uuid}", GetAsync).DescribeRead(BatchOperations.GetItem);
    }

    private static async Task AddAsync(
        HttpContext http,
        WriteCalls calls,
        IdempotentCall idempotent,
        IBatchClient batches,
        IDirectoryClient directory,
        NdjsonAdd stream,
        GatewayTelemetry telemetry,
        IOptions<BatchGatewayOptions> options)
    {
        var uuid = http.RouteUuid(BatchUuid);
        if (Ndjson.IsSent(http))
        {
            await ItemLines.AddAsync(http, stream, directory, uuid);
            return;
        }

        using var activity = GatewayTelemetry.Source.StartActivity("batch.add");
        await calls.RunAsync(
            http,
            async (body, key) =>
            {
                var items = AddItemsBody.Parse(body.Span);
                activity?.SetTag("batch.items", items.Count);

                // The items hold copies: the next call can use the buffer while the store works.
                body.Dispose();
                var (accepted, rejected, destinations) = await ItemDestinations.ResolveAsync(http, directory, items);
                var added = await AppendAsync(http, batches, telemetry, uuid, accepted, key);
                var answer = new AddedBatchItemsObject(
                    ItemDestinations.Describe(added, destinations), rejected.Count == 0 ? null : rejected);
                await idempotent.WriteKeptAsync(http, rejected.Count == 0 ? null : key, Stored.Json(answer, V4Json.Default.AddedBatchItemsObject));
            },
            options.Value.MaxAddBodyBytes);
    }

    private static async ValueTask<IReadOnlyList<BatchItem>> AppendAsync(
        HttpContext http, IBatchClient batches, GatewayTelemetry telemetry, Guid uuid, List<NewBatchItem> items, IdempotencyKey? key)
    {
        if (items.Count == 0)
        {
            await batches.GetAsync(http.Project(), uuid, http.RequestAborted);
            return [];
        }

        var added = await batches.AddAsync(http.Project(), uuid, items, key, http.RequestAborted);
        if (added.Replayed)
        {
            IdempotentCall.MarkReplayed(http);
        }
        else
        {
            telemetry.Accepted(added.Value.Items.Count);
        }

        AlreadyLoadedHeaders.Write(http, added.Value);
        return added.Value.Items;
    }

    private static async Task GetAsync(HttpContext http, IBatchClient batches, IDirectoryClient directory)
    {
        var (batch, uuid) = (http.RouteUuid(BatchUuid), http.RouteUuid("item_uuid"));
        var record = await batches.GetItemAsync(http.Project(), batch, uuid, http.RequestAborted);
        var destinations = await ItemDestinations.FindAsync(http, directory, [record.Item]);
        await http.WriteAsync(ExportedItem.From(record, destinations(record.Item)), V4Json.Default.ExportedItem);
    }

    private static async Task ListAsync(HttpContext http, IBatchClient batches, IDirectoryClient directory)
    {
        var uuid = http.RouteUuid(BatchUuid);
        if (Ndjson.IsWanted(http))
        {
            await ItemLines.ExportAsync(http, batches, directory, uuid);
            return;
        }

        var page = PageRequest.From(http);
        var query = new BatchItemQuery(page.Size, page.Number);
        var found = await batches.ListItemsAsync(http.Project(), uuid, query, http.RequestAborted);
        await http.WriteAsync(
            new Page<BatchItemObject>(await ItemDestinations.DescribeAsync(http, directory, found.Items), page.Next(found.NextCursor)),
            V4Json.Default.PageBatchItemObject);
    }
}
