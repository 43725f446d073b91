using System.Security.Cryptography;
using System.Text;

namespace Orleans.Batch.Models;

/// <summary>What identifies an endpoint together with its API key: profiles that have both in common share their limits.</summary>
public static class EndpointKey
{
    private const int Bytes = 16;

    /// <summary>The first 128 bits of the SHA-256 of both, in hexadecimal. Nothing of the API key can be read from it.</summary>
    public static string From(ModelProfile profile)
    {
        var endpoint = profile.Endpoint?.AbsoluteUri.TrimEnd('/');
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{endpoint}\n{ReadKey(profile)}"));
        return Convert.ToHexStringLower(hash, 0, Bytes);
    }

    // A key that cannot be read is reported by the client that needs it.
    private static string? ReadKey(ModelProfile profile)
    {
        if (profile.KeyVariable is { Length: > 0 } variable)
        {
            return Environment.GetEnvironmentVariable(variable)?.Trim();
        }

        try
        {
            return profile.KeyFile is { Length: > 0 } file ? File.ReadAllText(file).Trim() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
