using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Orleans.Batch.Server.Telemetry;

/// <summary>
/// Sends traces and metrics to the collector that OTEL_EXPORTER_OTLP_ENDPOINT names. Without one nothing listens, so
/// that nothing is paid for.
/// </summary>
internal sealed class OpenTelemetryExport : IHostedService, IDisposable
{
    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT")))
        {
            return Task.CompletedTask;
        }

        _traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(Describe)
            .AddSource("Orleans.Batch", "Orleans.Batch.Gateway", "Npgsql", "Microsoft.AspNetCore", "Microsoft.Orleans.*")
            .AddOtlpExporter()
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(Describe)
            .AddMeter("Orleans.Batch", "Orleans.Batch.Gateway", "Npgsql", "Microsoft.AspNetCore*", "Microsoft.Orleans", "System.Runtime")
            .AddOtlpExporter()
            .Build();
        return Task.CompletedTask;
    }

    /// <summary>Hands over what is still held; a collector that does not answer cannot hold up the end.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        const int milliseconds = 1000;
        await Task.WhenAll(
            Task.Run(() => _traces?.Shutdown(milliseconds), CancellationToken.None),
            Task.Run(() => _metrics?.Shutdown(milliseconds), CancellationToken.None));
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private static void Describe(ResourceBuilder resource) => resource.AddService(
        "orleans-batch", serviceVersion: typeof(OpenTelemetryExport).Assembly.GetName().Version?.ToString(3));
}
