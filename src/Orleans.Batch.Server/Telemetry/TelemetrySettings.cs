using Microsoft.Extensions.Options;

namespace Orleans.Batch.Server.Telemetry;

/// <summary>
/// The collected signals and their targets: OpenTelemetry's standard variables and one additional setting. A signal
/// that is not requested is null.
/// </summary>
internal sealed record TelemetrySettings(OtlpSignal? Traces, OtlpSignal? Metrics, OtlpSignal? Logs, bool Prometheus)
{
    /// <summary>Whether nothing is collected.</summary>
    public bool IsOff => this is { Traces: null, Metrics: null, Logs: null, Prometheus: false };

    /// <exception cref="OptionsValidationException">A value cannot be used; the message names its variable and the remedy.</exception>
    public static TelemetrySettings Read(IConfiguration configuration)
    {
        var prometheus = configuration["Telemetry:Prometheus"] is { Length: > 0 } flag
            && (bool.TryParse(flag, out var on) ? on : throw Invalid($"Telemetry__Prometheus is {flag}. Set it to true or false."));

        // By the standard, any other value counts as false.
        return bool.TryParse(configuration["OTEL_SDK_DISABLED"], out var disabled) && disabled
            ? new TelemetrySettings(null, null, null, false)
            : new TelemetrySettings(
                OtlpSignal.Read(configuration, "TRACES"),
                OtlpSignal.Read(configuration, "METRICS"),
                OtlpSignal.Read(configuration, "LOGS"),
                prometheus);
    }

    public static OptionsValidationException Invalid(string message) =>
        new(nameof(TelemetrySettings), typeof(TelemetrySettings), [message]);
}
