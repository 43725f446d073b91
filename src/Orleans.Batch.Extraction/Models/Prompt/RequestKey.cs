using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.Batch.Extraction.Models;

/// <summary>The key of a request: equal for requests that may share an answer.</summary>
internal static class RequestKey
{
    /// <summary>128 bits of the SHA-256 of texts, each with its length, so that no two lists of texts have the same bytes.</summary>
    public static Guid Compute(params ReadOnlySpan<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var text in texts)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return new Guid(hash.GetHashAndReset().AsSpan(0, 16), bigEndian: true);
    }
}
