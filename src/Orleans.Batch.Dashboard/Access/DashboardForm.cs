using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Batch.Gateway;
using Orleans.Batch.Gateway.Http;

namespace Orleans.Batch.Dashboard;

/// <summary>Marks an endpoint that reads its form itself, such as one with a large file, and checks its token.</summary>
internal sealed record SelfValidatedForm;

/// <summary>Forms of the dashboard.</summary>
internal static class DashboardForm
{
    /// <summary>The field that carries <see cref="SignedIn.FormToken"/>; the header is for a script that sends no form.</summary>
    public const string TokenField = "form_token";

    public const string TokenHeader = "X-Form-Token";

    public static bool Changes(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);

    /// <summary>Refuses a form that another site's page sends.</summary>
    public static void RequireOurs(HttpRequest request)
    {
        if (!SameSite.IsOurs(request))
        {
            throw new HttpRefusalException(
                StatusCodes.Status403Forbidden,
                ErrorCodes.Unauthorized,
                "this was sent by a page of another site; nothing was changed. Behind a proxy, pass the Host header on");
        }
    }

    /// <summary>Returns the form after checking that its token belongs to this session.</summary>
    public static async Task<IFormCollection> ReadAsync(HttpContext http)
    {
        var form = await ParseAsync(http);
        RequireToken(http, form[TokenField]);
        return form;
    }

    /// <summary>Returns the form unchecked, for the one page that has no session yet.</summary>
    public static async Task<IFormCollection> ParseAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = http.RequestServices.GetRequiredService<IOptions<BatchGatewayOptions>>().Value.MaxBodyBytes;
        }

        try
        {
            return http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;
        }
        catch (Exception e) when (MalformedForm.IsCause(e))
        {
            throw MalformedForm.Refuse(e);
        }
    }

    /// <summary>Refuses a form that does not belong to this session.</summary>
    public static void RequireToken(HttpContext http, string? sent)
    {
        sent ??= http.Request.Headers[TokenHeader];
        if (http.Features.GetRequiredFeature<SignedIn>().IsFormToken(sent))
        {
            return;
        }

        throw new HttpRefusalException(
            StatusCodes.Status403Forbidden,
            ErrorCodes.Unauthorized,
            "this form belongs to another session; nothing was changed: go back, load the page again and repeat it");
    }
}
