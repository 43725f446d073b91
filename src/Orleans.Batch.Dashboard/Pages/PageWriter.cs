using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Dashboard;

/// <summary>
/// Writes pages. A page is rendered whole before its first byte is sent, so that a fault while rendering gives an error
/// page, not half a page.
/// </summary>
internal sealed class PageWriter(ComponentRenderer renderer, TimeProvider time)
{
    public async Task WriteAsync<TPage, TModel>(
        HttpContext http, PageHead head, TModel model, int status = StatusCodes.Status200OK)
        where TPage : Page<TModel>
    {
        var frame = FrameOf(http, head);
        var html = await renderer.RenderAsync<Layout>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(Layout.Frame)] = frame,
            [nameof(Layout.ChildContent)] = (RenderFragment)(builder =>
            {
                builder.OpenComponent<TPage>(0);
                builder.AddMultipleAttributes(1, [new(nameof(Page<TModel>.Model), model!)]);
                builder.CloseComponent();
            }),
        });
        SecurityHeaders.Apply(http.Response);
        if (frame.Notice is not null)
        {
            DashboardCookies.Remove(http, DashboardCookies.Notice);
        }

        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes("<!DOCTYPE html>\n" + html), http.RequestAborted);
    }

    private PageFrame FrameOf(HttpContext http, PageHead head)
    {
        var signedIn = http.Features.Get<SignedIn>();
        return new PageFrame
        {
            Head = head,
            Path = HttpMethods.IsGet(http.Request.Method) ? LocalPath.From(http.Request) : LocalPath.Start,
            BaseUrl = $"{(DashboardCookies.IsHttps(http.Request) ? "https" : "http")}://{http.Request.Host}",
            Now = time.GetUtcNow(),
            Theme = ThemeEndpoint.GetTheme(http.Request),
            Session = signedIn?.Session,
            FormToken = signedIn?.FormToken,
            Notice = signedIn?.OpenNotice(http.Request.Cookies[DashboardCookies.Notice]),
        };
    }
}
