using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway;

/// <summary>For whoever watches the process: live as long as it runs, ready while it can take work.</summary>
internal static partial class HealthEndpoints
{
    public const string Prefix = "/healthz";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Prefix + "/live", LiveAsync).ExcludeFromDescription();
        app.MapGet(Prefix + "/ready", ReadyAsync).ExcludeFromDescription();
    }

    private static Task LiveAsync(HttpContext http) => http.WriteAsync(new HealthAnswer("live"), WireJson.Default.HealthAnswer);

    private static async Task ReadyAsync(
        HttpContext http, IServiceHealth health, IOptions<BatchGatewayOptions> options, TimeProvider time, ILogger<IServiceHealth> logger)
    {
        var reasons = await ReasonsAsync(http, health, options.Value.ReadinessTimeout, time, logger);
        await http.WriteAsync(
            new HealthAnswer(reasons.Count == 0 ? "ready" : "not_ready", reasons.Count == 0 ? null : reasons),
            WireJson.Default.HealthAnswer,
            reasons.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IReadOnlyList<string>> ReasonsAsync(
        HttpContext http, IServiceHealth health, TimeSpan timeout, TimeProvider time, ILogger logger)
    {
        try
        {
            return await health.GetReasonsNotReadyAsync(http.RequestAborted).AsTask().WaitAsync(timeout, time, http.RequestAborted);
        }
        catch (TimeoutException)
        {
            return [$"the readiness check gave no answer within {timeout}"];
        }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested)
        {
            LogCheckFailed(logger, e);
            return ["the readiness check failed; the log says why"];
        }
    }

    [LoggerMessage(EventId = 2201, Level = LogLevel.Warning, Message = "The readiness check failed")]
    private static partial void LogCheckFailed(ILogger logger, Exception fault);
}
