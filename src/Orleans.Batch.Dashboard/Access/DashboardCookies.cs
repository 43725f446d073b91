using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Dashboard;

/// <summary>The dashboard's three cookies. None of them can be read by a script.</summary>
internal static class DashboardCookies
{
    public const string Session = "batch_session";
    public const string Notice = "batch_notice";
    public const string Theme = "batch_theme";

    /// <summary>Sets a cookie; without a lifetime it lasts for the browser's session.</summary>
    public static void Set(HttpContext http, string name, string value, TimeSpan? age = null) =>
        http.Response.Cookies.Append(name, value, Options(http, age));

    public static void Remove(HttpContext http, string name) => http.Response.Cookies.Delete(name, Options(http, null));

    /// <summary>Whether the browser uses HTTPS, to this server or to a proxy before it.</summary>
    public static bool IsHttps(HttpRequest request) => request.IsHttps || request.Headers["X-Forwarded-Proto"] == "https";

    private static CookieOptions Options(HttpContext http, TimeSpan? age) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = IsHttps(http.Request),
        Path = "/",
        MaxAge = age,
        IsEssential = true,
    };
}
