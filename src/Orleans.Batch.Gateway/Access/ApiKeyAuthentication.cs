using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Orleans.Batch.Gateway.Connections;

namespace Orleans.Batch.Gateway.Access;

/// <summary>Finds the project of a call's API key, and refuses the calls that have no valid key.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    IProjectAuthenticator keys,
    FailedKeyLimiter refused,
    TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The scheme's and the policy's name.</summary>
    public const string Name = "api-key";

    private const string Prefix = "Api-Key ";
    private const int MaxSecretLength = 512;

    // One text for all cases without a valid key, so that they cannot be distinguished.
    private static readonly ErrorResponse Unauthorized = new(
        StatusCodes.Status401Unauthorized, ErrorCodes.Unauthorized, "send exactly one header 'Authorization: Api-Key <key>' with a valid key");

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // Without another scheme in the host, this one runs for every request, also for the dashboard and health checks.
        if (Context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>()?.Policy != Name
            || SecretOf(Request.Headers.Authorization) is not { } secret)
        {
            return AuthenticateResult.NoResult();
        }

        try
        {
            return await RetryWhileUnavailable.RunAsync(Context, time, () => keys.AuthenticateAsync(secret, Context.RequestAborted)) is { } project
                ? Accept(project)
                : AuthenticateResult.NoResult();
        }
        catch (Exception e)
        {
            // The challenge writes the response; the host's other exception handling must not.
            return AuthenticateResult.Fail(e);
        }
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if ((await HandleAuthenticateOnceAsync()).Failure is { } fault)
        {
            await ExceptionResponse.WriteAsync(Context, fault, Logger);
        }
        else
        {
            await Context.WriteErrorAsync(Refuse());
        }
    }

    private AuthenticateResult Accept(ProjectId project)
    {
        Context.Features.Set(new Caller(project));
        Context.Features.Get<ClientConnection>()?.Authenticate();
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(Name)), Name));
    }

    private ErrorResponse Refuse()
    {
        if (refused.Count(Context.Connection.RemoteIpAddress) is { } wait)
        {
            return new ErrorResponse(
                StatusCodes.Status429TooManyRequests, ErrorCodes.TooManyAttempts, "too many refused keys from this address; wait")
            {
                RetryAfter = wait,
            };
        }

        Response.Headers.WWWAuthenticate = "Api-Key";
        return Unauthorized;
    }

    private static string? SecretOf(StringValues header)
    {
        if (header is not [{ } value] || !value.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var secret = value[Prefix.Length..].Trim();
        return secret.Length is > 0 and <= MaxSecretLength && !secret.AsSpan().ContainsAny(" ,;\t") ? secret : null;
    }
}
