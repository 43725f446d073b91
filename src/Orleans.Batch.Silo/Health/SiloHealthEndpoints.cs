namespace Orleans.Batch.Silo.Health;

/// <summary>What a process without a gateway answers over HTTP: whether it lives and whether it can work.</summary>
internal static class SiloHealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void Map(WebApplication app)
    {
        app.MapGet("/healthz/live", () => Results.Json(new { status = "live" }));
        app.MapGet("/healthz/ready", async (IServiceHealth health, TimeProvider time, HttpContext http) =>
        {
            var reasons = await ReasonsAsync(health, time, http.RequestAborted);
            return reasons.Count == 0
                ? Results.Json(new { status = "ready" })
                : Results.Json(new { status = "not_ready", reasons }, statusCode: StatusCodes.Status503ServiceUnavailable);
        });
    }

    private static async Task<IReadOnlyList<string>> ReasonsAsync(
        IServiceHealth health, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return await health.GetReasonsNotReadyAsync(cancellationToken).AsTask().WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return [$"the readiness check gave no answer within {Patience}"];
        }
    }
}
