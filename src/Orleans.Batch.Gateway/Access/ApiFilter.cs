using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Orleans.Batch.Gateway;

/// <summary>Around every call of the API: nobody in without a key, and nothing out but JSON.</summary>
internal sealed class ApiFilter(RefusedKeys refused, TimeProvider time, ILogger<ApiFilter> logger) : IEndpointFilter
{
    private const string Scheme = "Api-Key ";
    private const int MaxSecretLength = 512;

    // One text for every way of having no valid key, so that none can be told from another.
    private static readonly ErrorAnswer Unauthorized = new(
        StatusCodes.Status401Unauthorized, ErrorCodes.Unauthorized, "send exactly one header 'Authorization: Api-Key <key>' with a valid key");

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        try
        {
            if (await AuthenticateAsync(http) is { } refusal)
            {
                await http.WriteErrorAsync(refusal);
            }
            else
            {
                await next(context);
            }
        }
        catch (Exception e)
        {
            await FaultAnswer.WriteAsync(http, e, logger);
        }

        return Results.Empty;
    }

    private async ValueTask<ErrorAnswer?> AuthenticateAsync(HttpContext http)
    {
        var project = SecretOf(http.Request.Headers.Authorization) is { } secret
            ? await AuthenticateAsync(http, secret)
            : null;
        if (project is not { } found)
        {
            return Refuse(http);
        }

        http.Features.Set(new Caller(found));
        http.Features.Get<ClientConnection>()?.Authenticate();
        return null;
    }

    private ErrorAnswer Refuse(HttpContext http)
    {
        if (refused.Count(http.Connection.RemoteIpAddress) is { } wait)
        {
            return new ErrorAnswer(
                StatusCodes.Status429TooManyRequests, ErrorCodes.TooManyAttempts, "too many refused keys from this address; wait")
            {
                RetryAfter = wait,
            };
        }

        http.Response.Headers.WWWAuthenticate = "Api-Key";
        return Unauthorized;
    }

    private ValueTask<ProjectId?> AuthenticateAsync(HttpContext http, string secret)
    {
        var authenticator = http.RequestServices.GetRequiredService<IProjectAuthenticator>();
        return PatientCall.RunAsync(http, time, () => authenticator.AuthenticateAsync(secret, http.RequestAborted));
    }

    private static string? SecretOf(StringValues header)
    {
        if (header is not [{ } value] || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var secret = value[Scheme.Length..].Trim();
        return secret.Length is > 0 and <= MaxSecretLength && !secret.AsSpan().ContainsAny(" ,;\t") ? secret : null;
    }
}
