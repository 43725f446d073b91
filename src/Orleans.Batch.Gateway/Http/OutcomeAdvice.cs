using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Gateway.Http;

/// <summary>How a caller finds out whether a call with an unknown outcome was done.</summary>
internal static class OutcomeAdvice
{
    /// <summary>The advice for the caller of this request.</summary>
    public static string For(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<ApiOperation>() is not { OutcomeAt: { } path } operation)
        {
            return "reload the page";
        }

        var look = $"GET {ApiPath.PrefixOf(http)}{Fill(path, http)} shows it";
        return operation.Parameters.Contains(ApiParameter.IdempotencyKey)
            ? look + ". With an Idempotency-Key this call can be repeated safely"
            : look;
    }

    // A name that the request's path does not contain stays in braces: its value is in the body.
    private static string Fill(string path, HttpContext http)
    {
        foreach (var (name, value) in http.Request.RouteValues)
        {
            path = path.Replace($"{{{name}}}", Uri.EscapeDataString(ApiPath.Unescape(value?.ToString() ?? "")), StringComparison.Ordinal);
        }

        return path;
    }
}
