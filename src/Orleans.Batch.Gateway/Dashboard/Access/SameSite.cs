using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Gateway.Dashboard;

/// <summary>Where a request comes from, as the browser says (Fetch Metadata Request Headers, W3C; RFC 6454).</summary>
internal static class SameSite
{
    /// <summary>
    /// Whether it was made by a page of ours. A request that says nothing at all is no browser's, and has no cookies
    /// that a stranger's page could make use of.
    /// </summary>
    public static bool IsOurs(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site is "same-origin" or "none";
        }

        // Browsers leave Sec-Fetch-Site out where the page came by plain HTTP from another machine.
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out var from)
                && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// Whether somebody followed a link of another site to here. The browser then leaves strict cookies at home, and
    /// sends them as soon as a page of ours asks.
    /// </summary>
    public static bool IsArrival(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site"
        && request.Headers["Sec-Fetch-Mode"] == "navigate";
}
