using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Batch.Gateway.Access;
using Orleans.Batch.Gateway.Batches;
using Orleans.Batch.Gateway.Connections;
using Orleans.Batch.Gateway.Health;
using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway;

/// <summary>Registers the HTTP API.</summary>
public static class BatchGatewayServiceCollectionExtensions
{
    private const int LeastConnections = OpenFileLimit.Least - OpenFileLimit.DefaultReserve;

    /// <summary>
    /// Adds the services of <see cref="BatchGatewayEndpointExtensions.MapBatchApi"/>. The host also registers
    /// <see cref="IBatchClient"/>, the clients of graphs (<see cref="IUserClient"/> to <see cref="IOntologyClient"/>),
    /// <see cref="IProjectAuthenticator"/>, <see cref="IIdempotencyLog"/> and <see cref="IServiceHealth"/>. Calling it twice
    /// adds nothing.
    /// </summary>
    /// <param name="services">The service collection.</param>
    /// <param name="configure">Sets options; they are checked when the host starts.</param>
    public static IServiceCollection AddBatchGateway(
        this IServiceCollection services, Action<BatchGatewayOptions>? configure = null)
    {
        var options = services.AddOptions<BatchGatewayOptions>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        if (services.Any(static s => s.ServiceType == typeof(GatewayTelemetry)))
        {
            return services;
        }

        options
            .BindConfiguration(BatchGatewayOptions.Section)
            .Validate(
                static o => o.MaxBufferedBytes >= 2L * Math.Max(o.MaxAddBodyBytes, o.MaxBodyBytes),
                "MaxBufferedBytes must be at least twice MaxAddBodyBytes and MaxBodyBytes: a growing buffer exists twice for a moment.")
            .Validate(
                static o => OpenFileLimit.Read() is not { } limit || limit - o.ReservedFiles >= LeastConnections,
                $"Gateway:ReservedFiles leaves fewer than {LeastConnections} of the files that this process may open to connections. Lower it, "
                + "or raise the limit of open files. " + OpenFileLimit.HowToRaise)
            .Validate(
                static o => o.TrustedProxies.All(static p => TrustedProxies.TryParse(p) is not null),
                "Gateway:TrustedProxies must hold IP addresses or networks, such as 10.0.0.7 or 10.0.0.0/8.")
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<BatchGatewayOptions>, BatchGatewayOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddRouting();
        services.AddHealthChecks().AddCheck<ReadinessCheck>(ReadinessCheck.Name);

        // Every probe of a process that is not ready would log an error; the response states it already.
        services.AddLogging(static l => l.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None));

        // A lambda, not a method group: the generator that copies doc comments into the document supports no other form.
        services.AddOpenApi(static o => ApiDocument.Configure(o, ApiPath.Prefix));
        services.AddOpenApi(ApiDocument.NameV4, static o => ApiDocument.Configure(o, ApiPath.PrefixV4));
        services.ConfigureHttpJsonOptions(static o =>
        {
            WireJson.ApplyTo(o.SerializerOptions);
            o.SerializerOptions.TypeInfoResolverChain.Add(V4Json.Default);
        });
        AddApiDocument(services, ApiDocument.Name);
        AddApiDocument(services, ApiDocument.NameV4);
        services.AddSingleton<IErrorFormat, ErrorFormat>();
        services.AddSingleton<WriteCalls>();
        services.AddSingleton<GatewayTelemetry>();
        services.AddSingleton<UnavailableLog>();
        services.AddSingleton<BodyBudget>();
        services.AddSingleton<RequestBodies>();
        services.AddSingleton<IdempotentCall>();
        services.AddSingleton<NdjsonAdd>();
        services.AddSingleton<EventStream>();
        services.AddSingleton<FailedKeyLimiter>();
        services.AddSingleton<TrustedProxies>();
        services.AddSingleton<ClientConnections>();
        services.AddSingleton<ConnectionGate>();
        services.AddSingleton<IStartupFilter, ResponseStartupFilter>();
        AddKeyAccess(services);
        return services;
    }

    private static void AddApiDocument(IServiceCollection services, string name) =>
        services.AddKeyedSingleton(name, static (s, key) => new ApiDocumentText(s.GetRequiredKeyedService<IOpenApiDocumentProvider>(key)));

    private static void AddKeyAccess(IServiceCollection services)
    {
        // AddAuthentication would also add data protection, which stores keys in the home directory.
        services.AddWebEncoders();
        services.AddAuthenticationCore(static o => o.AddScheme<ApiKeyAuthentication>(ApiKeyAuthentication.Name, displayName: null));
        services.AddTransient<ApiKeyAuthentication>();
        services.AddAuthorizationBuilder().AddPolicy(
            ApiKeyAuthentication.Name, static p => p.AddAuthenticationSchemes(ApiKeyAuthentication.Name).RequireAuthenticatedUser());

        // Each refused key would log a line; FailedKeyLimiter logs one for many.
        services.AddLogging(static l => l.AddFilter(typeof(ApiKeyAuthentication).FullName, LogLevel.Warning));
    }
}
