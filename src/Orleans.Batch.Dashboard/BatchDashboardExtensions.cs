using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Batch.Gateway;
using Orleans.Batch.Gateway.Batches;
using Orleans.Batch.Gateway.Http;

namespace Orleans.Batch.Dashboard;

/// <summary>Registers and maps the dashboard.</summary>
public static class BatchDashboardExtensions
{
    /// <summary>
    /// Adds the services of <see cref="MapBatchDashboard"/>, beside <see
    /// cref="BatchGatewayServiceCollectionExtensions.AddBatchGateway"/>.
    /// The host also registers <see cref="ISessionService"/> and <see cref="IInsightClient"/>. Calling it twice adds nothing.
    /// </summary>
    public static IServiceCollection AddBatchDashboard(this IServiceCollection services)
    {
        if (services.Any(static s => s.ServiceType == typeof(DashboardAssets)))
        {
            return services;
        }

        services.AddOptions<DashboardOptions>().BindConfiguration(DashboardOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DashboardAssets>();
        services.AddSingleton<ComponentRenderer>();
        services.AddSingleton<PageWriter>();
        services.AddSingleton<IErrorPages, ErrorPages>();
        services.AddSingleton<SignInGate>();
        services.AddSingleton<SignInEndpoints>();
        services.AddSingleton<LiveFeeds>();
        services.AddSingleton<LiveStream>();
        services.AddSingleton<BatchListEndpoints>();
        services.AddSingleton<BatchDetailsEndpoints>();
        services.AddSingleton<MissingGraphEndpoints>();
        services.AddSingleton<TrafficEndpoints>();
        services.AddSingleton<DestinationClients>();
        services.AddSingleton<FileItems>();
        services.AddSingleton<UploadPages>();
        services.AddSingleton<GraphPages>();
        services.AddSingleton<WebhookPages>();
        services.AddSingleton<WebhookActions>();
        return services;
    }

    /// <summary>Maps the dashboard at <c>/</c>.</summary>
    public static IEndpointRouteBuilder MapBatchDashboard(this IEndpointRouteBuilder app)
    {
        var open = app.MapGroup("").ExcludeFromDescription();
        var gated = app.MapGroup("").ExcludeFromDescription().Gate();
        app.ServiceProvider.GetRequiredService<DashboardAssets>().Map(open);
        open.MapGet("/", static http =>
        {
            http.Response.Redirect(LocalPath.Start);
            return Task.CompletedTask;
        });
        SignInEndpoints.Map(open, gated);
        ThemeEndpoint.Map(gated);
        BatchListEndpoints.Map(gated);
        BatchDetailsEndpoints.Map(gated);
        BatchActionEndpoints.Map(gated);
        RetryEndpoints.Map(gated);
        MissingGraphEndpoints.Map(gated);
        ExtractionEndpoints.Map(gated);
        ItemEndpoints.Map(gated);
        TrafficEndpoints.Map(gated);
        UploadPages.Map(gated);
        GraphPages.Map(gated);
        WebhookPages.Map(gated);
        WebhookActions.Map(gated);
        return app;
    }
}
