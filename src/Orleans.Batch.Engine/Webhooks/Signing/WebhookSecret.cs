using System.Security.Cryptography;

namespace Orleans.Batch.Webhooks;

/// <summary>Signing secrets as Svix and Standard Webhooks write them: <c>whsec_</c> and base64 of 24 to 64 bytes.</summary>
public static class WebhookSecret
{
    /// <summary>The prefix of every written secret.</summary>
    public const string Prefix = "whsec_";

    private const int NewLength = 32;
    private const int MinLength = 24;
    private const int MaxLength = 64;

    /// <summary>Creates a secret of 32 random bytes.</summary>
    public static byte[] Create() => RandomNumberGenerator.GetBytes(NewLength);

    /// <summary>A secret as it is shown to its owner.</summary>
    public static string Format(ReadOnlySpan<byte> secret) => Prefix + Convert.ToBase64String(secret);

    /// <summary>Reads a written secret.</summary>
    /// <exception cref="FormatException">The text is not a secret.</exception>
    public static byte[] Parse(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            throw new FormatException($"a secret begins with {Prefix}");
        }

        var secret = Convert.FromBase64String(text[Prefix.Length..]);
        return secret.Length is >= MinLength and <= MaxLength
            ? secret
            : throw new FormatException($"a secret has {MinLength} to {MaxLength} bytes, not {secret.Length}");
    }
}
