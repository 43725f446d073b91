using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.Access;
using Orleans.Batch.Gateway.Batches;
using Orleans.Batch.Gateway.Destinations;
using Orleans.Batch.Gateway.Graphs;
using Orleans.Batch.Gateway.Health;
using Orleans.Batch.Gateway.Imports;
using Orleans.Batch.Gateway.Instructions;
using Orleans.Batch.Gateway.Projects;
using Orleans.Batch.Gateway.Realtime;
using Orleans.Batch.Gateway.Templates;
using Orleans.Batch.Gateway.Threads;
using Orleans.Batch.Gateway.Users;
using Orleans.Batch.Gateway.Webhooks;

namespace Orleans.Batch.Gateway;

/// <summary>Maps the HTTP API.</summary>
public static partial class BatchGatewayEndpointExtensions
{
    /// <summary>
    /// Maps every call under <c>/api/v2</c> and <c>/api/v4</c>, their OpenAPI documents, and <c>/healthz</c>. Needs
    /// <see cref="BatchGatewayServiceCollectionExtensions.AddBatchGateway"/>, and authorization between routing and the
    /// endpoints, which <see cref="WebApplication"/> adds automatically.
    /// </summary>
    public static IEndpointRouteBuilder MapBatchApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(ApiPath.Prefix)
            .RequireAuthorization(ApiKeyAuthentication.Name)
            .AddEndpointFilter<RouteGroupBuilder, FaultFilter>();
        BatchEndpoints.Map(api);
        LifecycleRoutes.Map(api);
        ImportEndpoints.Map(api);
        UserEndpoints.Map(api);
        ThreadEndpoints.Map(api);
        GraphEndpoints.Map(api);
        DestinationEndpoints.Map(api);
        EpisodeEndpoints.Map(api);
        RealtimeEndpoints.Map(api);
        DeprecatedEndpoints.Map(api);
        NodeEndpoints.Map(api);
        EdgeEndpoints.Map(api);
        FactWriteEndpoints.Map(api);
        OntologyEndpoints.Map(api);
        SearchEndpoints.Map(api);
        TemplateEndpoints.Map(api);
        SubgraphEndpoints.Map(api);
        SummaryEndpoints.Map(api);
        InstructionEndpoints.Map(api);
        ProjectEndpoints.Map(api);
        WebhookRoutes.Map(api);
        UnsupportedEndpoints.Map(api);
        MapV4(app);
        HealthEndpoints.Map(app);
        ApiDocumentEndpoint.Map(app);
        return app;
    }

    /// <summary>
    /// Maps <c>/healthz/live</c> and <c>/healthz/ready</c> only, for a process that serves no API.
    /// <see cref="MapBatchApi"/> maps them too.
    /// </summary>
    public static IEndpointRouteBuilder MapBatchHealth(this IEndpointRouteBuilder app)
    {
        HealthEndpoints.Map(app);
        return app;
    }
}
