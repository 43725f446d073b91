using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Dashboard;

/// <summary>The origin of a request, as the browser reports it (Fetch Metadata Request Headers, W3C; RFC 6454).</summary>
internal static class SameSite
{
    /// <summary>
    /// Whether a page of this server made it. A request without these headers does not come from a browser, and has no
    /// cookies that a page of another site could misuse.
    /// </summary>
    public static bool IsOurs(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site is "same-origin" or "none";
        }

        // Browsers omit Sec-Fetch-Site when the page came by plain HTTP from another machine.
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out var from)
                && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// Whether the user followed a link from another site. The browser then sends no strict cookies until a page of
    /// this server makes a request.
    /// </summary>
    public static bool IsArrival(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site"
        && request.Headers["Sec-Fetch-Mode"] == "navigate";
}
