using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.Access;
using Orleans.Batch.Gateway.V4.Batches;
using Orleans.Batch.Gateway.V4.Episodes;
using Orleans.Batch.Gateway.V4.Facts;
using Orleans.Batch.Gateway.V4.Graphs;
using Orleans.Batch.Gateway.V4.Imports;
using Orleans.Batch.Gateway.V4.Lookup;
using Orleans.Batch.Gateway.V4.Ontology;
using Orleans.Batch.Gateway.V4.Projects;
using Orleans.Batch.Gateway.V4.Search;
using Orleans.Batch.Gateway.V4.Tasks;
using Orleans.Batch.Gateway.V4.Templates;
using Orleans.Batch.Gateway.V4.Threads;
using Orleans.Batch.Gateway.V4.Users;
using Orleans.Batch.Gateway.V4.Written;

namespace Orleans.Batch.Gateway;

public static partial class BatchGatewayEndpointExtensions
{
    private static void MapV4(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(ApiPath.PrefixV4)
            .RequireAuthorization(ApiKeyAuthentication.Name)
            .AddEndpointFilter<RouteGroupBuilder, FaultFilter>();
        BatchEndpoints.Map(api);
        BatchItemEndpoints.Map(api);
        LifecycleEndpoints.Map(api);
        ImportEndpoints.Map(api);
        TaskEndpoints.Map(api);
        UserEndpoints.Map(api);
        ThreadEndpoints.Map(api);
        MessageEndpoints.Map(api);
        GraphEndpoints.Map(api);
        LookupEndpoints.Map(api);
        EpisodeEndpoints.Map(api);
        NodeEndpoints.Map(api);
        EdgeEndpoints.Map(api);
        SearchEndpoints.Map(api);
        ContextEndpoints.Map(api);
        OntologyEndpoints.Map(api);
        TemplateEndpoints.Map(api);
        WrittenEndpoints.Map(api);
        SubgraphEndpoints.Map(api);
        SummaryEndpoints.Map(api);
        InstructionEndpoints.Map(api);
        ProjectEndpoints.Map(api);
    }
}
