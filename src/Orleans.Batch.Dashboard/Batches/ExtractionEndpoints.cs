using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.Http;

namespace Orleans.Batch.Dashboard;

/// <summary>Later extraction of stored episodes, of a batch or of a graph.</summary>
internal static class ExtractionEndpoints
{
    public static void Map(IEndpointRouteBuilder gated)
    {
        gated.MapPost("/batches/{batch_id:guid}/extract", (HttpContext http, IBatchClient batches) =>
        {
            var batchId = http.RouteGuid("batch_id");
            return ExtractAsync(http, batches, new ExtractionSelection { BatchId = batchId }, $"/batches/{batchId}");
        });
        gated.MapPost(GraphPaths.Extract, (HttpContext http, IBatchClient batches) =>
        {
            var target = GraphPages.TargetOf(http) ?? throw BatchServiceException.NotFound("graph", "(none named)");
            return ExtractAsync(
                http, batches, new ExtractionSelection { GraphId = target.GraphId, UserId = target.UserId }, GraphPaths.ForGraph(target));
        });
    }

    private static async Task ExtractAsync(HttpContext http, IBatchClient batches, ExtractionSelection episodes, string back)
    {
        try
        {
            var batch = await batches.ExtractAsync(http.Project(), episodes, http.RequestAborted);
            var count = ProgressParts.Number(batch.ItemCount);
            http.SeeOther(
                $"/batches/{batch.BatchId}",
                $"This new batch extracts facts from {count} {(batch.ItemCount == 1 ? "episode that was" : "episodes that were")} only stored.");
        }
        catch (BatchServiceException e) when (e.Kind is ErrorKind.InvalidRequest or ErrorKind.Conflict)
        {
            http.SeeOther(back, $"No facts were extracted: {e.Message}.", bad: true);
        }
    }
}
