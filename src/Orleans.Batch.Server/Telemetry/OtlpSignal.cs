using OpenTelemetry.Exporter;

namespace Orleans.Batch.Server.Telemetry;

/// <summary>
/// The OTLP target of one signal. The exporter reads the variables for all signals. It reads those for one signal only
/// where all three are exported (<c>UseOtlpExporter</c>), so they are read here. Values that the SDK would silently
/// ignore are refused.
/// </summary>
internal sealed class OtlpSignal
{
    private const string Grpc = "grpc";
    private const string HttpProtobuf = "http/protobuf";

    private readonly string? _endpoint;
    private readonly string? _protocol;
    private readonly string? _headers;

    private OtlpSignal(string? endpoint, string? protocol, string? headers) => (_endpoint, _protocol, _headers) = (endpoint, protocol, headers);

    /// <param name="configuration">The source of the variables.</param>
    /// <param name="name">TRACES, METRICS or LOGS.</param>
    /// <returns>Null when no endpoint is given and the exporter is not requested by name, or when it is disabled.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A value cannot be used.</exception>
    public static OtlpSignal? Read(IConfiguration configuration, string name)
    {
        var variable = $"OTEL_{name}_EXPORTER";
        var exporter = Value(configuration, variable);
        if (exporter is not (null or "otlp" or "none"))
        {
            throw TelemetrySettings.Invalid($"{variable} is {exporter}, which this server does not have. Set it to otlp or none.");
        }

        if (exporter == "none")
        {
            return null;
        }

        var shared = Endpoint(configuration, "OTEL_EXPORTER_OTLP_ENDPOINT");
        var own = Endpoint(configuration, $"OTEL_EXPORTER_OTLP_{name}_ENDPOINT");
        if (exporter is null && shared is null && own is null)
        {
            return null;
        }

        _ = Protocol(configuration, "OTEL_EXPORTER_OTLP_PROTOCOL");
        _ = Headers(configuration, "OTEL_EXPORTER_OTLP_HEADERS");
        return new OtlpSignal(
            own,
            Protocol(configuration, $"OTEL_EXPORTER_OTLP_{name}_PROTOCOL"),
            Headers(configuration, $"OTEL_EXPORTER_OTLP_{name}_HEADERS"));
    }

    /// <summary>Overrides the values for all signals by those of this signal.</summary>
    public void Apply(OtlpExporterOptions options)
    {
        if (_endpoint is not null)
        {
            options.Endpoint = new Uri(_endpoint); // used as given: no path is appended to it
        }

        if (_protocol is not null)
        {
            options.Protocol = _protocol == Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        }

        options.Headers = _headers ?? options.Headers;
    }

    private static string? Endpoint(IConfiguration configuration, string variable) =>
        Value(configuration, variable) is not { } value ? null
        : Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? value
        : throw TelemetrySettings.Invalid(
            $"{variable} is {value}, which is not a URL. Set it to that of an OpenTelemetry collector, such as http://127.0.0.1:4317");

    private static string? Protocol(IConfiguration configuration, string variable) =>
        Value(configuration, variable) is not { } value ? null
        : value is Grpc or HttpProtobuf ? value
        : throw TelemetrySettings.Invalid($"{variable} is {value}, which this server does not speak. Set it to {Grpc} or {HttpProtobuf}.");

    // The message omits the value: headers carry secrets.
    private static string? Headers(IConfiguration configuration, string variable) =>
        Value(configuration, variable) is not { } value ? null
        : Uri.UnescapeDataString(value).Split(',').All(static h => h.TrimStart().IndexOf('=') > 0) ? value
        : throw TelemetrySettings.Invalid($"{variable} is not a list of headers. Set it to name=value, several separated by commas.");

    private static string? Value(IConfiguration configuration, string variable) =>
        string.IsNullOrWhiteSpace(configuration[variable]) ? null : configuration[variable]!.Trim();
}
