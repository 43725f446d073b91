using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Server.Operators;

/// <summary>Basic authentication: any user name, the operator's secret as password.</summary>
internal sealed class OperatorAuthentication(
    IOptionsMonitor<OperatorAuthenticationOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<OperatorAuthenticationOptions>(options, logger, encoder)
{
    /// <summary>The scheme's and the policy's name.</summary>
    public const string Name = "operator";

    private const string Basic = "Basic ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        if (!IsSecret(header[Basic.Length..].Trim()))
        {
            return Task.FromResult(AuthenticateResult.Fail("This is not the operator's secret."));
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, Name)], Name);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name)));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Basic realm=\"operator\", charset=\"UTF-8\"";
        Response.ContentType = "text/plain; charset=utf-8";
        var password = Options.Where is { } file ? $"what is in {file} on the server" : $"what {OperatorSecret.Variable} is set to";
        await Response.WriteAsync(
            $"The operator's secret opens this page: any user name, and as password {password}.\n", Context.RequestAborted);
    }

    private bool IsSecret(string credentials)
    {
        var given = new byte[credentials.Length];
        if (!Convert.TryFromBase64String(credentials, given, out var length))
        {
            return false;
        }

        var text = given.AsSpan(0, length);
        var colon = text.IndexOf((byte)':');
        return colon >= 0 && CryptographicOperations.FixedTimeEquals(SHA256.HashData(text[(colon + 1)..]), Options.SecretHash);
    }
}
