using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Batch.Gateway.Access;
using Orleans.Batch.Gateway.Http;

namespace Orleans.Batch.Dashboard;

/// <summary>Sign-in with an API key, and sign-out.</summary>
internal sealed class SignInEndpoints(
    ISessionService sessions,
    IProjectAuthenticator keys,
    FailedKeyLimiter refused,
    PageWriter pages,
    IOptions<DashboardOptions> options,
    ILogger<SignInEndpoints> logger)
{
    private static readonly PageHead Head = new("Sign in");

    public static void Map(IEndpointRouteBuilder open, IEndpointRouteBuilder gated)
    {
        open.MapGet("/sign-in", (HttpContext http, SignInEndpoints here) => here.GuardAsync(http, here.ShowAsync)).ExcludeFromDescription();
        open.MapPost("/sign-in", (HttpContext http, SignInEndpoints here) => here.GuardAsync(http, here.SignInAsync)).ExcludeFromDescription();
        gated.MapPost("/sign-out", (HttpContext http, SignInEndpoints here) => here.SignOutAsync(http));
    }

    private Task ShowAsync(HttpContext http) => pages.WriteAsync<SignInPage, SignInModel>(
        http,
        Head,
        new SignInModel(LocalPath.From(http.Request.Query["return"]), null) { HasSignedOut = http.Request.Query.ContainsKey("out") });

    private async Task SignInAsync(HttpContext http)
    {
        DashboardForm.RequireOurs(http.Request);
        var form = await DashboardForm.ParseAsync(http);
        var back = LocalPath.From(form["return"]);
        var secret = form["key"].ToString().Trim();

        // Looked up first: a lookup costs less than a new session, and bounds the cost of wrong keys.
        if (await keys.AuthenticateAsync(secret, http.RequestAborted) is null
            || await sessions.BeginAsync(secret, TimeSpan.FromHours(options.Value.SessionHours), http.RequestAborted) is not { } begun)
        {
            await RefuseAsync(http, back);
            return;
        }

        DashboardCookies.Set(http, DashboardCookies.Session, begun.Token, TimeSpan.FromHours(options.Value.SessionHours));
        http.SeeOther(back);
    }

    private async Task SignOutAsync(HttpContext http)
    {
        await sessions.EndAsync(http.Features.GetRequiredFeature<SignedIn>().Token, http.RequestAborted);
        DashboardCookies.Remove(http, DashboardCookies.Session);
        http.SeeOther("/sign-in?out");
    }

    private Task RefuseAsync(HttpContext http, string back)
    {
        if (refused.Count(http.Connection.RemoteIpAddress) is not { } wait)
        {
            return RefuseAsync(http, back, StatusCodes.Status401Unauthorized, "This key opens no project. It may be mistyped, or revoked.");
        }

        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        http.Response.Headers.RetryAfter = $"{seconds}";
        return RefuseAsync(
            http, back, StatusCodes.Status429TooManyRequests, $"Too many keys were refused from your address. Try again in {seconds} s.");
    }

    private Task RefuseAsync(HttpContext http, string back, int status, string reason) =>
        pages.WriteAsync<SignInPage, SignInModel>(http, Head, new SignInModel(back, reason), status);

    private async Task GuardAsync(HttpContext http, RequestDelegate call)
    {
        try
        {
            SecurityHeaders.Apply(http.Response);
            await call(http);
        }
        catch (Exception e)
        {
            await ExceptionResponse.WriteAsync(http, e, logger);
        }
    }
}
