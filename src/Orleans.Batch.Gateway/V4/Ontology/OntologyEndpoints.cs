using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Ontology;

/// <summary>Declared types of the project and of graphs.</summary>
internal static class OntologyEndpoints
{
    private const string Tag = "Ontology";
    private const string OfProject = "/project/ontology";
    private const string OfGraph = "/graphs/{graph_uuid}/ontology";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet(OfProject, GetOfProjectAsync).DescribeRead(Get("project", "What is declared for the project."));
        api.MapPut(OfProject, SetOfProjectAsync).DescribeWrite(Set("project", "Declares types for the project."), OfProject);
        api.MapGet(OfGraph, GetOfGraphAsync).DescribeRead(Get("graph", "What is declared for a graph; what it inherits from the project, if it has none."));
        api.MapPut(OfGraph, SetOfGraphAsync).DescribeWrite(Set("graph", "Declares types for a graph."), OfGraph);
    }

    private static async Task GetOfProjectAsync(HttpContext http, IOntologyClient ontologies) =>
        await http.WriteAsync(
            From(await ontologies.GetOntologyAsync(http.Project(), null, http.RequestAborted)), V4Json.Default.OntologyObject);

    private static async Task GetOfGraphAsync(HttpContext http, IDirectoryClient directory, IOntologyClient ontologies)
    {
        var graph = await http.RouteGraphAsync(directory);
        var own = await ontologies.GetOntologyAsync(http.Project(), graph.Target(), http.RequestAborted);
        var found = own == Batch.Ontology.Empty
            ? From(await ontologies.GetOntologyAsync(http.Project(), null, http.RequestAborted), isInherited: true)
            : From(own);
        await http.WriteAsync(found, V4Json.Default.OntologyObject);
    }

    private static Task SetOfProjectAsync(HttpContext http, WriteCalls calls, IOntologyClient ontologies) =>
        calls.RecordAsync(http, (body, _) => SetAsync(http, ontologies, OntologyBody.Parse(body.Span), OntologyScope.Project));

    private static Task SetOfGraphAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory, IOntologyClient ontologies) =>
        calls.RecordAsync(http, async (body, _) =>
        {
            var ontology = OntologyBody.Parse(body.Span);
            var graph = await http.RouteGraphAsync(directory);
            return await SetAsync(http, ontologies, ontology, OntologyScope.Of(graph.Target()));
        });

    private static async Task<StoredResponse> SetAsync(
        HttpContext http, IOntologyClient ontologies, Batch.Ontology ontology, OntologyScope scope)
    {
        await ontologies.SetOntologyAsync(http.Project(), ontology, scope, http.RequestAborted);
        return Stored.Json(From(ontology), V4Json.Default.OntologyObject);
    }

    private static OntologyObject From(Batch.Ontology ontology, bool isInherited = false) =>
        new(ontology.EntityTypes, ontology.EdgeTypes, isInherited);

    private static ApiOperation Get(string scope, string description) =>
        new($"{scope}.getOntology", Tag, description, typeof(OntologyObject)) { Errors = [404] };

    private static ApiOperation Set(string scope, string description) =>
        new($"{scope}.setOntology", Tag, $"{description} They apply to what is ingested later.", typeof(OntologyObject))
        {
            Request = OntologyBody.Table,
            BodyOptional = true,
        };
}
