using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Gateway;

/// <summary>How a caller finds out whether a call with an unknown outcome was done.</summary>
internal static class OutcomeAdvice
{
    /// <summary>What to say to the caller of this request.</summary>
    public static string For(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<ApiOperation>() is not { OutcomeAt: { } path } operation)
        {
            return "reload the page";
        }

        var look = $"GET {ApiPath.Prefix}{Fill(path, http)} shows it";
        return operation.Parameters.Contains(ApiParameter.IdempotencyKey)
            ? look + ". With an Idempotency-Key this call can be repeated safely"
            : look;
    }

    // What the request's own path does not name stays in braces: it stands in the body.
    private static string Fill(string path, HttpContext http)
    {
        foreach (var (name, value) in http.Request.RouteValues)
        {
            path = path.Replace($"{{{name}}}", Uri.EscapeDataString(ApiPath.Unescape(value?.ToString() ?? "")), StringComparison.Ordinal);
        }

        return path;
    }
}
