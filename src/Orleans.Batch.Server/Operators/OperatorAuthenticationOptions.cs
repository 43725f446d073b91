using Microsoft.AspNetCore.Authentication;

namespace Orleans.Batch.Server.Operators;

/// <summary>What <see cref="OperatorAuthentication"/> compares with.</summary>
internal sealed class OperatorAuthenticationOptions : AuthenticationSchemeOptions
{
    /// <summary>SHA-256 of the secret.</summary>
    public byte[] SecretHash { get; set; } = [];

    /// <summary>The file that holds the secret; null where the environment gave it.</summary>
    public string? Where { get; set; }
}
