using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace Orleans.Batch.Silo.Serving;

/// <summary>Lets the operator in: Basic authentication, any user name, the operator's secret as password.</summary>
internal static class OperatorDoor
{
    private const string Scheme = "Basic ";

    /// <param name="header">The request's Authorization header.</param>
    /// <param name="secretHash">SHA-256 of the secret.</param>
    public static bool Opens(StringValues header, byte[] secretHash)
    {
        if (header is not [{ } value] || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var given = new byte[value.Length];
        if (!Convert.TryFromBase64String(value[Scheme.Length..].Trim(), given, out var length))
        {
            return false;
        }

        var text = given.AsSpan(0, length);
        var colon = text.IndexOf((byte)':');
        return colon >= 0
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(text[(colon + 1)..]), secretHash);
    }
}
