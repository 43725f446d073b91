using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orleans.Batch.Gateway.Graphs;

/// <summary>Lists of summaries: those of threads that were asked for; nothing makes any of documents.</summary>
internal static class SummaryEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/graph/thread-summary/graph/{graph_id}", ListOfGraphAsync).Describe(SummaryOperations.ThreadsOfGraph);
        api.MapPost("/graph/thread-summary/user/{user_id}", ListOfUserAsync).Describe(SummaryOperations.ThreadsOfUser);
        api.MapPost("/graph/document-summary/graph/{graph_id}", ListDocumentsAsync).Describe(SummaryOperations.DocumentsOfGraph);
    }

    private static Task ListOfGraphAsync(HttpContext http, IThreadClient threads) =>
        ListAsync(http, threads, GraphTarget.ForGraph(http.RouteId("graph_id")));

    private static Task ListOfUserAsync(HttpContext http, IThreadClient threads) =>
        ListAsync(http, threads, GraphTarget.ForUser(http.RouteId("user_id")));

    private static async Task ListAsync(HttpContext http, IThreadClient threads, GraphTarget target)
    {
        var found = await threads.ListSummariesAsync(http.Project(), target, null, Limits.PerPage, http.RequestAborted);
        await http.WriteAsync([.. found.Select(ThreadSummaryResponse.From)], WireJson.Default.ThreadSummaryResponseArray);
    }

    private static async Task ListDocumentsAsync(HttpContext http, IGraphClient graphs)
    {
        await graphs.GetGraphAsync(http.Project(), http.RouteId("graph_id"), http.RequestAborted);
        await http.WriteAsync([], WireJson.Default.DocumentSummaryResponseArray);
    }
}
