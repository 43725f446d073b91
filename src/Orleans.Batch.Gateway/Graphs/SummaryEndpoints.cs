using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orleans.Batch.Gateway.Graphs;

/// <summary>Summaries of threads and documents, which a model would write: there are none, so the lists are empty.</summary>
internal static class SummaryEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/graph/thread-summary/graph/{graph_id}", ListOfGraphAsync)
            .Describe(SummaryOperations.Get("ThreadSummariesOfGraph", "threads of a graph", typeof(ThreadSummaryResponse[])));
        api.MapPost("/graph/thread-summary/user/{user_id}", ListOfUserAsync)
            .Describe(SummaryOperations.Get("ThreadSummariesOfUser", "threads of a user", typeof(ThreadSummaryResponse[])));
        api.MapPost("/graph/document-summary/graph/{graph_id}", ListOfGraphAsync)
            .Describe(SummaryOperations.Get("DocumentSummariesOfGraph", "documents of a graph", typeof(DocumentSummaryResponse[])));
    }

    private static async Task ListOfGraphAsync(HttpContext http, IGraphClient graphs)
    {
        await graphs.GetGraphAsync(http.Project(), http.RouteId("graph_id"), http.RequestAborted);
        await http.WriteAsync([], WireJson.Default.ThreadSummaryResponseArray);
    }

    private static async Task ListOfUserAsync(HttpContext http, IUserClient users)
    {
        await users.GetUserAsync(http.Project(), http.RouteId("user_id"), http.RequestAborted);
        await http.WriteAsync([], WireJson.Default.ThreadSummaryResponseArray);
    }
}
