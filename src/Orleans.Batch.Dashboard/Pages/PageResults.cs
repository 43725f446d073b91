using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Batch.Dashboard;

/// <summary>The results of page endpoints.</summary>
internal static class PageResults
{
    private static readonly TimeSpan NoticeLasts = TimeSpan.FromMinutes(1);

    public static Task WritePageAsync<TPage, TModel>(
        this HttpContext http, PageHead head, TModel model, int status = StatusCodes.Status200OK)
        where TPage : Page<TModel> =>
        http.RequestServices.GetRequiredService<PageWriter>().WriteAsync<TPage, TModel>(http, head, model, status);

    /// <summary>Answers a form with a redirect to a GET, where <paramref name="notice"/> is shown once.</summary>
    /// <param name="http">The request.</param>
    /// <param name="path">Where to go.</param>
    /// <param name="notice">The result of the action.</param>
    /// <param name="bad">Whether the action failed.</param>
    public static void SeeOther(this HttpContext http, string path, string? notice = null, bool bad = false)
    {
        if (notice is not null)
        {
            DashboardCookies.Set(
                http, DashboardCookies.Notice, http.Features.GetRequiredFeature<SignedIn>().Seal(new Notice(notice, bad)), NoticeLasts);
        }

        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = path;
    }
}
