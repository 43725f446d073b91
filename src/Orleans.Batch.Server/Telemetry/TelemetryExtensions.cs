using System.Diagnostics.Metrics;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Orleans.Batch.Gateway;
using EngineTelemetry = Orleans.Batch.Telemetry;

namespace Orleans.Batch.Server.Telemetry;

/// <summary>Collects traces, metrics and logs with OpenTelemetry, as <see cref="TelemetrySettings"/> requests.</summary>
internal static class TelemetryExtensions
{
    /// <summary>
    /// Adds the requested signals. Call it after logging has been configured, and before the services whose telemetry is to be sent
    /// until they end: hosted services end in the opposite order.
    /// </summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A variable cannot be used.</exception>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var settings = TelemetrySettings.Read(builder.Configuration);
        builder.Services.AddSingleton(settings);

        // A separate method, here and below, so that OpenTelemetry is not loaded when it is not requested.
        if (!settings.IsOff)
        {
            AddSignals(builder.Services, settings);
        }
    }

    /// <summary>Maps <c>/metrics</c> when it is requested.</summary>
    public static void MapTelemetry(this WebApplication app)
    {
        if (app.Services.GetRequiredService<TelemetrySettings>().Prometheus)
        {
            MapPrometheus(app);
        }
    }

    private static void MapPrometheus(WebApplication app) => app.MapPrometheusScrapingEndpoint();

    private static void AddSignals(IServiceCollection services, TelemetrySettings settings)
    {
        var telemetry = services.AddOpenTelemetry().ConfigureResource(Describe);
        if (settings.Traces is { } traces)
        {
            telemetry.WithTracing(tracing => tracing
                .AddSource(EngineTelemetry.Name, GatewayTelemetry.Name, "Npgsql", "Microsoft.Orleans*")
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddOtlpExporter(traces.Apply));
        }

        if (settings.Metrics is not null || settings.Prometheus)
        {
            telemetry.WithMetrics(metrics => AddMetrics(metrics, settings));
        }

        if (settings.Logs is { } logs)
        {
            telemetry.WithLogging(logging => logging.AddOtlpExporter(logs.Apply), static o => o.IncludeFormattedMessage = true);
        }

        services.AddHostedService<TelemetryFlush>();
    }

    private static void AddMetrics(MeterProviderBuilder metrics, TelemetrySettings settings)
    {
        // System.Runtime is .NET's own meter. Since .NET 9 the package for the runtime does nothing but add it.
        metrics
            .AddMeter(EngineTelemetry.Name, GatewayTelemetry.Name, "Npgsql", "Microsoft.Orleans*", "System.Runtime")
            .AddAspNetCoreInstrumentation()
            .AddHttpClientInstrumentation()
            .AddView(WithoutHosts);
        if (settings.Metrics is { } otlp)
        {
            metrics.AddOtlpExporter(otlp.Apply);
        }

        if (settings.Prometheus)
        {
            metrics.AddPrometheusExporter();
        }
    }

    // Callers choose the hosts of webhooks. As a dimension they are unbounded, and all readers of metrics would see them.
    private static MetricStreamConfiguration? WithoutHosts(Instrument instrument) => instrument.Meter.Name switch
    {
        "System.Net.Http" or "System.Net.NameResolution" => new MetricStreamConfiguration
        {
            ExcludedTagKeys = ["server.address", "server.port", "network.peer.address", "dns.question.name"],
        },
        _ => null,
    };

    // The last one has precedence: OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES over the default name.
    private static void Describe(ResourceBuilder resource) => resource
        .Clear()
        .AddService("orleans-batch", serviceVersion: typeof(TelemetryExtensions).Assembly.GetName().Version?.ToString(3))
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();
}
