using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orleans.Batch.Gateway.Dashboard;

/// <summary>The pages about batches.</summary>
internal static class BatchPages
{
    public static void Map(IEndpointRouteBuilder gated)
    {
        gated.MapGet("/batches", ListAsync);
    }

    private static async Task ListAsync(HttpContext http, IBatchClient batches)
    {
        var query = new BatchQuery(Paging.DefaultLimit, Paging.Cursor(http), Paging.Word<BatchStatus>(http, "status"));
        var page = await batches.ListAsync(http.Project(), query, http.RequestAborted);
        await http.WritePageAsync<BatchesPage, BatchPage>(new PageHead("Batches", "/batches"), page);
    }
}
