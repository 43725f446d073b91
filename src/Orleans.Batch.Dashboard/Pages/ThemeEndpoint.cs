using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orleans.Batch.Dashboard;

/// <summary>Light, dark, or the system's preference.</summary>
internal static class ThemeEndpoint
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    public static void Map(IEndpointRouteBuilder gated) => gated.MapPost("/theme", Choose);

    public static string? GetTheme(HttpRequest request) =>
        request.Cookies[DashboardCookies.Theme] is "light" or "dark" ? request.Cookies[DashboardCookies.Theme] : null;

    private static async Task Choose(HttpContext http)
    {
        var form = await DashboardForm.ReadAsync(http);
        if (form["theme"].ToString() is "light" or "dark")
        {
            DashboardCookies.Set(http, DashboardCookies.Theme, form["theme"]!, Kept);
        }
        else
        {
            DashboardCookies.Remove(http, DashboardCookies.Theme);
        }

        http.SeeOther(LocalPath.From(form["return"]));
    }
}
