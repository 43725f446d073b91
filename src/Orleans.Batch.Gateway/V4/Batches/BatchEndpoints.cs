using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.Batches;
using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Batches;

/// <summary>The batch calls of Zep's API, without those on items.</summary>
internal static class BatchEndpoints
{
    private const string BatchUuid = "batch_uuid";

    public static void Map(RouteGroupBuilder api)
    {
        const string one = "/batches/{batch_uuid}";
        api.MapPost("/batches", CreateAsync).DescribeWrite(BatchOperations.Create, "/batches");
        api.MapGet("/batches", ListAsync).DescribeRead(BatchOperations.List);
        api.MapGet(one, GetAsync).DescribeRead(BatchOperations.Get);
        api.MapDelete(one, DeleteAsync).DescribeWrite(BatchOperations.Delete, one);
        api.MapPost(one + "/process", ProcessAsync).DescribeWrite(BatchOperations.Process, one);
    }

    private static Task CreateAsync(HttpContext http, WriteCalls calls, IBatchClient batches) =>
        calls.RunAsync(http, async (body, key) =>
        {
            var batch = CreateBatchBody.Parse(body.Span, header: null);
            var created = await batches.CreateAsync(http.Project(), batch, key, http.RequestAborted);
            await http.WriteAsync(
                BatchObject.From(IdempotentCall.Answer(http, created)), V4Json.Default.BatchObject, StatusCodes.Status201Created);
        });

    private static async Task ListAsync(HttpContext http, IBatchClient batches)
    {
        var page = PageRequest.From(http);
        var query = new BatchQuery(page.Size, page.Number, Paging.Word<BatchStatus>(http, "status"));
        var found = await batches.ListAsync(http.Project(), query, http.RequestAborted);
        await http.WriteAsync(
            new Page<BatchObject>([.. found.Batches.Select(BatchObject.From)], page.Next(found.NextCursor)), V4Json.Default.PageBatchObject);
    }

    private static async Task GetAsync(HttpContext http, IBatchClient batches)
    {
        var batch = await batches.GetAsync(http.Project(), http.RouteUuid(BatchUuid), http.RequestAborted);
        await http.WriteAsync(BatchObject.From(batch), V4Json.Default.BatchObject);
    }

    private static Task DeleteAsync(HttpContext http, WriteCalls calls, IBatchClient batches)
    {
        var uuid = http.RouteUuid(BatchUuid);
        return calls.RecordAsync(http, async (_, _) =>
        {
            await batches.DeleteAsync(http.Project(), uuid, http.RequestAborted);
            return Stored.Empty;
        });
    }

    // Clients send no body here, or an empty object; any body is ignored.
    private static Task ProcessAsync(HttpContext http, WriteCalls calls, IBatchClient batches)
    {
        var uuid = http.RouteUuid(BatchUuid);
        return calls.RunAsync(http, async (_, key) =>
        {
            var processed = IdempotentCall.Answer(http, await batches.ProcessAsync(http.Project(), uuid, key, http.RequestAborted));
            await http.WriteAsync(
                new ProcessedBatch(BatchObject.From(processed), TaskObject.From(processed)),
                V4Json.Default.ProcessedBatch,
                StatusCodes.Status202Accepted);
        });
    }
}
