using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Orleans.Batch.Gateway.Connections;
using Orleans.Batch.Gateway.Http;

namespace Orleans.Batch.Dashboard;

/// <summary>
/// Shows pages only to a session, and accepts changes only from the dashboard's forms. Strict cookies stop most foreign
/// requests, the browser's origin headers the rest, and the form's token those of browsers without these headers.
/// </summary>
internal sealed class SignInGate(ISessionService sessions, PageWriter pages, IErrorPages errors, ILogger<SignInGate> logger)
{
    /// <summary>Passes a request on, or answers it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="next">The next handler.</param>
    public async Task RunAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            if (await EnterAsync(http))
            {
                await next(http);
            }
        }
        catch (Exception e)
        {
            await ExceptionResponse.WriteAsync(http, e, logger);
        }
    }

    private async Task<bool> EnterAsync(HttpContext http)
    {
        SecurityHeaders.Apply(http.Response);
        var token = http.Request.Cookies[DashboardCookies.Session];
        var session = token is null ? null : await sessions.FindAsync(token, http.RequestAborted);
        if (session is null)
        {
            await TurnAwayAsync(http);
            return false;
        }

        var signedIn = new SignedIn(session, token!);
        http.Features.Set(signedIn);
        http.Features.Set(new Caller(session.Project));
        http.Features.Get<ClientConnection>()?.Authenticate();
        if (DashboardForm.Changes(http.Request))
        {
            DashboardForm.RequireOurs(http.Request);
            if (http.GetEndpoint()?.Metadata.GetMetadata<SelfValidatedForm>() is null)
            {
                await DashboardForm.ReadAsync(http);
            }
        }

        return true;
    }

    private async Task TurnAwayAsync(HttpContext http)
    {
        if (SameSite.IsArrival(http.Request))
        {
            await pages.WriteAsync<ArrivalPage, string>(http, new PageHead("One moment"), LocalPath.From(http.Request));
        }
        else if (HttpMethods.IsGet(http.Request.Method) && errors.WantsPage(http))
        {
            http.Response.Redirect("/sign-in?return=" + Uri.EscapeDataString(LocalPath.From(http.Request)));
        }
        else
        {
            await http.WriteErrorAsync(new ErrorResponse(
                StatusCodes.Status401Unauthorized, ErrorCodes.Unauthorized, "your session is over: sign in again; nothing was changed"));
        }
    }
}
