using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.Batch.PostgreSql.Projects;

/// <summary>Creates, checks and hashes the secrets of API keys.</summary>
public static class KeySecret
{
    /// <summary>Shortest secret an operator may choose.</summary>
    public const int MinLength = 16;

    /// <summary>Longest secret that is accepted for a check.</summary>
    public const int MaxLength = 200;

    private const int RandomBytes = 32;
    private const int PrefixLength = 10;

    /// <summary>A new secret of 256 random bits.</summary>
    public static string New() => "ob_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>The stored hash of a secret. A fast hash is right for 256 random bits: they cannot be guessed.</summary>
    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Enough to recognize a key; of a short key from an operator, at most a quarter.</summary>
    public static string Prefix(string secret) => secret[..Math.Min(PrefixLength, secret.Length / 4)];

    /// <summary>Rejects a secret that a header cannot carry or that is too short.</summary>
    /// <exception cref="BatchServiceException">The secret is not usable as a key.</exception>
    public static void Require(string secret)
    {
        if (secret.Length is < MinLength or > MaxLength || secret.Any(c => c is <= ' ' or > '~'))
        {
            throw BatchServiceException.Invalid(
                ErrorCodes.InvalidRequest,
                $"an API key must have {MinLength} to {MaxLength} visible ASCII characters without spaces; " +
                "leave it out and one is made");
        }
    }
}
