using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Graphs;

/// <summary>Declared types of entities and edges.</summary>
internal static class OntologyEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPut("/entity-types", SetAsync).Describe(OntologyOperations.Set);
        api.MapGet("/entity-types", GetAsync).Describe(OntologyOperations.Get);
    }

    private static async Task SetAsync(
        HttpContext http, IOntologyClient ontologies, RequestBodies bodies, IOptions<BatchGatewayOptions> options)
    {
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        var (ontology, scope) = OntologyBody.Parse(body.Span);
        await ontologies.SetOntologyAsync(http.Project(), ontology, scope, http.RequestAborted);
        await http.WriteMessageAsync("Entity and edge types successfully set.");
    }

    private static async Task GetAsync(HttpContext http, IOntologyClient ontologies)
    {
        var graphId = Paging.Text(http, "graph_id", Limits.IdLength);
        var userId = Paging.Text(http, "user_id", Limits.IdLength);
        GraphTarget? target = graphId is null && userId is null ? null : new GraphTarget(graphId, userId);
        var ontology = await ontologies.GetOntologyAsync(http.Project(), target, http.RequestAborted);
        await http.WriteAsync(new OntologyResponse(ontology.EntityTypes, ontology.EdgeTypes), WireJson.Default.OntologyResponse);
    }
}
