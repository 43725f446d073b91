using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Server.Tests.Telemetries;

/// <summary>The telemetry of a real server, as OpenTelemetry's standard variables request it.</summary>
public sealed class ExportTests : IAsyncLifetime, IDisposable
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    private readonly TemporaryDataDirectory _data = new();
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await TestDatabase.CreateAsync();

    public Task DisposeAsync() => _database.DisposeAsync();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task OneEndpoint_ForAllSignals_GetsTracesMetricsAndLogs()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        using var server = await ServeAsync((Endpoint, collector.Url), (Protocol, "http/protobuf"));
        await CallAsync(server);

        await collector.WaitForAsync("/v1/traces", "orleans-batch", "0.1.0", "POST /api/v2/batches", "http.response.status_code", "Npgsql", "ingest chunk");
        await collector.WaitForAsync(
            "/v1/metrics", "orleans-batch", "orleans_batch.ended_batches", "http.server.request.duration", "dotnet.gc.collections", "db.client.");
        await collector.WaitForAsync("/v1/logs", "orleans-batch", "Orleans.Batch.Batches.BatchCoordinator", " ended Succeeded: 1 items");
        (await server.StopAsync()).ShouldBe(0, server.Output);
        collector.Paths.ShouldBe(["/v1/logs", "/v1/metrics", "/v1/traces"]);
    }

    [Theory]
    [InlineData("TRACES", "grpc", "", "/opentelemetry.proto.collector.trace.v1.TraceService/Export")]
    [InlineData("METRICS", "http/protobuf", "/here", "/here")]
    [InlineData("LOGS", "http/protobuf", "/here", "/here")]
    public async Task EndpointOfOneSignal_Alone_GetsThatSignalAlone(string signal, string protocol, string path, string called)
    {
        await using var collector = await OtlpReceiver.StartAsync(protocol == "grpc" ? HttpProtocols.Http2 : HttpProtocols.Http1);
        using var server = await ServeAsync(
            ($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT", collector.Url + path),
            ($"OTEL_EXPORTER_OTLP_{signal}_PROTOCOL", protocol),
            ($"OTEL_EXPORTER_OTLP_{signal}_HEADERS", "x-token=of%20one"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "x-token=of all"));
        await CallAsync(server);

        await collector.WaitForAsync(called, "orleans-batch");

        // The server exports its remaining telemetry when it stops.
        (await server.StopAsync()).ShouldBe(0, server.Output);
        collector.Paths.ShouldBe([called]);
        collector.Requests.ShouldAllBe(r => r.Token == "of one");
    }

    [Fact]
    public async Task NameSamplerAndExporters_OfTheStandardVariables_AreTaken()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        using var server = await ServeAsync(
            (Endpoint, collector.Url),
            (Protocol, "http/protobuf"),
            ("OTEL_SERVICE_NAME", "elsewhere"),
            ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=night,service.version=9.9.9"),
            ("OTEL_TRACES_SAMPLER", "always_off"),
            ("OTEL_LOGS_EXPORTER", "none"));
        await CallAsync(server);

        await collector.WaitForAsync("/v1/metrics", "elsewhere", "deployment.environment.name", "night", "9.9.9");

        (await server.StopAsync()).ShouldBe(0, server.Output);
        collector.Paths.ShouldBe(["/v1/metrics"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NothingAskedForOrDisabled_Serves_LoadsNoExporter(bool disabled)
    {
        await using var collector = await OtlpReceiver.StartAsync();
        (string, string?)[] asked = disabled
            ? [(Endpoint, collector.Url), (Protocol, "http/protobuf"), ("Telemetry__Prometheus", "true"), ("OTEL_SDK_DISABLED", "true")]
            : [(Endpoint, "")];
        using var server = await ServeAsync(asked);
        await CallAsync(server);

        var loaded = await File.ReadAllTextAsync($"/proc/{server.Id}/maps");
        loaded.ShouldContain("Npgsql.dll");
        foreach (var part in (string[])["OpenTelemetry.Extensions.Hosting", "OpenTelemetry.Exporter", "OpenTelemetry.Instrumentation"])
        {
            loaded.ShouldNotContain(part); // the Orleans Dashboard uses the base package of OpenTelemetry
        }

        using var http = new HttpClient();
        (await http.GetAsync(new Uri(server.Url + "/metrics"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await server.StopAsync()).ShouldBe(0, server.Output);
        collector.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Prometheus_AskedFor_ReadsMetricsWithoutAKey()
    {
        using var server = await ServeAsync(("Telemetry__Prometheus", "true"));
        await CallAsync(server);
        using var http = new HttpClient();

        using var answer = await http.GetAsync(new Uri(server.Url + "/metrics"));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n');
        lines.ShouldContain(l => l.StartsWith("orleans_batch_chunk_duration_seconds_bucket{", StringComparison.Ordinal));
        lines.ShouldContain(l => l.StartsWith("http_server_request_duration_seconds_bucket{", StringComparison.Ordinal));
        lines.ShouldContain(l => l.StartsWith("dotnet_gc_collections_total{", StringComparison.Ordinal));
        lines.Where(l => l.Contains("otel_scope_name=\"Orleans.Batch", StringComparison.Ordinal))
            .ShouldAllBe(l => l.StartsWith("orleans_batch_", StringComparison.Ordinal));
        (await server.StopAsync()).ShouldBe(0, server.Output);
    }

    [Fact]
    public async Task Collector_ThatNeverAnswers_HoldsTheEndUpForASecondAtMost()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var server = await ServeAsync(
            (Endpoint, $"http://{silent.LocalEndpoint}"), (Protocol, "http/protobuf"), ("OTEL_METRIC_EXPORT_INTERVAL", "60000"));
        await CallAsync(server);
        await Eventually.TrueAsync(() => Task.FromResult(silent.Pending())); // an export is in progress
        var began = Stopwatch.GetTimestamp();

        (await server.StopAsync()).ShouldBe(0, server.Output);

        // Without a limit the three would wait one after the other, for five seconds each.
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(6));
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317", "http://127.0.0.1:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "somewhere", "http://127.0.0.1:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "http/protobuf")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "GRPC", "grpc")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_HEADERS", "hush", "name=value")]
    [InlineData("OTEL_TRACES_EXPORTER", "console", "otlp or none")]
    [InlineData("Telemetry__Prometheus", "yes", "true or false")]
    public async Task BadValue_IsRefused_NamingTheVariableAndTheRemedy(string variable, string value, string remedy)
    {
        var environment = new Dictionary<string, string?> { [Endpoint] = "http://127.0.0.1:4317", [variable] = value };

        var (code, output) = await ServerProcess.RunAsync(
            ["--data-dir", _data.Path, "--urls", "http://127.0.0.1:0"], [.. environment.Select(e => (e.Key, e.Value))]);

        code.ShouldBe(2, output);
        output.Trim().Split('\n').ShouldHaveSingleItem();
        output.ShouldContain(variable);
        output.ShouldContain(remedy);
        output.ShouldNotContain("hush", Case.Sensitive, "headers carry secrets");
        Directory.Exists(_data.Path).ShouldBeFalse();
    }

    private Task<RunningServer> ServeAsync(params (string Name, string? Value)[] environment) => RunningServer.ServeAsync(
        _data,
        [
            ("ConnectionStrings__Batch", _database.ConnectionString),
            ("OTEL_BSP_SCHEDULE_DELAY", "100"),
            ("OTEL_BLRP_SCHEDULE_DELAY", "100"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "200"),
            .. environment,
        ]);

    // A batch, whose end is logged, and a refused call.
    private static async Task CallAsync(RunningServer server)
    {
        using var client = server.NewClient();
        await PostAsync(client, "graph/create", """{"graph_id":"g"}""");
        var batch = JsonDocument.Parse(await PostAsync(client, "batches", "{}")).RootElement.GetProperty("batch_id").GetString();
        await PostAsync(
            client, $"batches/{batch}/items", """{"type":"graph_episode","graph_id":"g","data":"d","data_type":"text"}""", "application/x-ndjson");
        await PostAsync(client, $"batches/{batch}/process", "{}");
        (await client.GetAsync(new Uri("nowhere", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await Eventually.TrueAsync(() => Task.FromResult(server.Output.Contains($"Batch {batch} ended", StringComparison.Ordinal)));
    }

    private static async Task<string> PostAsync(HttpClient client, string path, string body, string type = "application/json")
    {
        using var content = new StringContent(body, new MediaTypeHeaderValue(type));
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return text;
    }
}
