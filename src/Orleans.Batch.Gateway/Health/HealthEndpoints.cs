using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Orleans.Batch.Gateway.Health;

/// <summary>Maps the health checks: live as long as the process runs, ready while it can accept work.</summary>
internal static class HealthEndpoints
{
    private static readonly HttpMethodMetadata Get = new([HttpMethods.Get]);

    public static void Map(IEndpointRouteBuilder app)
    {
        Map(app, "/live", new HealthCheckOptions { Predicate = static _ => false, ResponseWriter = WriteLiveAsync });
        Map(app, "/ready", new HealthCheckOptions { Predicate = static c => c.Name == ReadinessCheck.Name, ResponseWriter = WriteReadyAsync });
    }

    private static void Map(IEndpointRouteBuilder app, string path, HealthCheckOptions options) =>
        app.MapHealthChecks(ApiPath.HealthPrefix + path, options).WithMetadata(Get);

    private static Task WriteLiveAsync(HttpContext http, HealthReport report) =>
        http.WriteAsync(new HealthResponse("live"), WireJson.Default.HealthResponse);

    private static Task WriteReadyAsync(HttpContext http, HealthReport report) => http.WriteAsync(
        report.Status == HealthStatus.Healthy ? new HealthResponse("ready") : new HealthResponse("not_ready", ReadinessCheck.Reasons(report)),
        WireJson.Default.HealthResponse,
        http.Response.StatusCode);
}
