using Microsoft.AspNetCore.Authentication;

namespace Orleans.Batch.Server.Operators;

/// <summary>The secret that <see cref="OperatorAuthentication"/> compares with.</summary>
internal sealed class OperatorAuthenticationOptions : AuthenticationSchemeOptions
{
    /// <summary>SHA-256 of the secret.</summary>
    public byte[] SecretHash { get; set; } = [];

    /// <summary>The file that holds the secret; null when it came from the environment.</summary>
    public string? Where { get; set; }
}
