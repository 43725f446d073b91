using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.Http;

namespace Orleans.Batch.Dashboard;

/// <summary>Creates the missing graphs that made items fail.</summary>
internal sealed class MissingGraphEndpoints(IInsightClient insight, IGraphClient graphs)
{
    private const int Named = 5;

    public static void Map(IEndpointRouteBuilder gated)
    {
        const string path = "/batches/{batch_id:guid}/missing-graphs";
        gated.MapGet(path, (HttpContext http, MissingGraphEndpoints here, IBatchClient batches) => here.AskAsync(http, batches));
        gated.MapPost(path, (HttpContext http, MissingGraphEndpoints here) => here.MakeAsync(http));
    }

    private async Task AskAsync(HttpContext http, IBatchClient batches)
    {
        var batch = await batches.GetAsync(http.Project(), http.RouteGuid("batch_id"), http.RequestAborted);
        var missing = await insight.FindMissingGraphsAsync(http.Project(), batch.BatchId, http.RequestAborted);
        await http.WritePageAsync<MissingGraphsPage, MissingGraphsModel>(
            new PageHead("Missing graphs", "/batches"), new MissingGraphsModel(batch, missing));
    }

    private async Task MakeAsync(HttpContext http)
    {
        var batchId = http.RouteGuid("batch_id");
        var missing = await insight.FindMissingGraphsAsync(http.Project(), batchId, http.RequestAborted);
        var (made, refused) = (new List<string>(), new List<string>());
        foreach (var graph in missing.Graphs)
        {
            try
            {
                await graphs.CreateGraphAsync(http.Project(), graph.GraphId, new GraphFields(), http.RequestAborted);
                made.Add(graph.GraphId);
            }
            catch (BatchServiceException e) when (e.Kind is ErrorKind.InvalidRequest or ErrorKind.Conflict)
            {
                if (e.Code != ErrorCodes.AlreadyExists) // another caller created it first
                {
                    refused.Add($"{SafeText.Truncate(graph.GraphId, 40)}: {e.Message}");
                }
            }
        }

        http.SeeOther(
            missing.Complete ? $"/batches/{batchId}/retry" : $"/batches/{batchId}/missing-graphs",
            Summarize(made, refused, missing.Complete),
            bad: refused.Count > 0);
    }

    private static string Summarize(List<string> made, List<string> refused, bool complete)
    {
        var said = made.Count switch
        {
            0 => "No graph is missing any more.",
            1 => $"The graph {Names(made)} was created.",
            _ => $"{ProgressParts.Number(made.Count)} graphs were created: {Names(made)}.",
        };
        if (refused.Count > 0)
        {
            said = $"{(made.Count > 0 ? said + " " : "")}{ProgressParts.Number(refused.Count)} could not be created, for example {refused[0]}.";
        }

        return complete ? said + " Retry the items that failed without them." : said + " There are more.";
    }

    private static string Names(List<string> ids)
    {
        var names = string.Join(", ", ids.Take(Named).Select(id => SafeText.Truncate(id, 40)));
        return ids.Count > Named ? $"{names} and {ProgressParts.Number(ids.Count - Named)} more" : names;
    }
}

/// <summary>The graphs that a batch lacks.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Missing">The graphs.</param>
public sealed record MissingGraphsModel(BatchSummary Batch, MissingGraphs Missing);
