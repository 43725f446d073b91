using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.Batch.Webhooks;

/// <summary>
/// Signatures of version 1 in the scheme that Svix and Standard Webhooks share: HMAC-SHA256 over
/// <c>{id}.{timestamp}.{body}</c>, in base64.
/// </summary>
public static class WebhookSignature
{
    /// <summary>
    /// The signature header's value: one signature per secret, separated by spaces. A receiver accepts any one of
    /// them, which makes secret rotation possible.
    /// </summary>
    /// <param name="messageId">The message's id; it holds no full stop.</param>
    /// <param name="timestamp">Seconds since 1970, as in the timestamp header.</param>
    /// <param name="body">The exact bytes that are sent.</param>
    /// <param name="secrets">The signing secrets, newest first.</param>
    public static string Sign(
        string messageId, long timestamp, ReadOnlySpan<byte> body, IReadOnlyList<ReadOnlyMemory<byte>> secrets)
    {
        var signed = SignedBytes(messageId, timestamp, body);
        return string.Join(' ', secrets.Select(s => "v1," + Convert.ToBase64String(HMACSHA256.HashData(s.Span, signed))));
    }

    private static byte[] SignedBytes(string messageId, long timestamp, ReadOnlySpan<byte> body)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"{messageId}.{timestamp}.");
        var signed = new byte[Encoding.UTF8.GetByteCount(head) + body.Length];
        body.CopyTo(signed.AsSpan(Encoding.UTF8.GetBytes(head, signed)));
        return signed;
    }
}
