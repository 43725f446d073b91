using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Health;

/// <summary>Asks <see cref="IServiceHealth"/>, and does not wait longer than <see cref="BatchGatewayOptions.ReadinessTimeout"/>.</summary>
internal sealed partial class ReadinessCheck(
    IServiceHealth health, IOptions<BatchGatewayOptions> options, TimeProvider time, ILogger<ReadinessCheck> logger) : IHealthCheck
{
    public const string Name = "readiness";

    private const string ReasonsKey = "reasons";

    /// <summary>Why the process is not ready.</summary>
    public static IReadOnlyList<string> Reasons(HealthReport report) => (IReadOnlyList<string>)report.Entries[Name].Data[ReasonsKey];

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var reasons = await ReasonsAsync(cancellationToken);
        return reasons.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy(data: new Dictionary<string, object>(StringComparer.Ordinal) { [ReasonsKey] = reasons });
    }

    // Not the registration's timeout: that only cancels, and a check that ignores the token would delay the response.
    private async Task<IReadOnlyList<string>> ReasonsAsync(CancellationToken cancellationToken)
    {
        var timeout = options.Value.ReadinessTimeout;
        try
        {
            return await health.GetReasonsNotReadyAsync(cancellationToken).AsTask().WaitAsync(timeout, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return [$"the readiness check gave no answer within {timeout}"];
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogCheckFailed(logger, e);
            return ["the readiness check failed; the log says why"];
        }
    }

    [LoggerMessage(EventId = 2201, Level = LogLevel.Warning, Message = "The readiness check failed")]
    private static partial void LogCheckFailed(ILogger logger, Exception fault);
}
