using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.Batch.Gateway.Http;

/// <summary>Identifies a call by its idempotency key: a UUID of version 8 (RFC 9562), the same for each repeat.</summary>
internal static class CallIdentity
{
    private const int UuidBytes = 16;

    public static Guid From(ProjectId project, IdempotencyKey key)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> prefix = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(prefix, project.Value);
        hash.AppendData(prefix);

        // A path and a key hold no control characters.
        hash.AppendData(Encoding.UTF8.GetBytes($"{key.Path}\n{key.Key}\n"));
        hash.AppendData(key.BodyHash.Span);
        Span<byte> identity = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(identity);
        identity[6] = (byte)((identity[6] & 0x0F) | 0x80);
        identity[8] = (byte)((identity[8] & 0x3F) | 0x80);
        return new Guid(identity[..UuidBytes], bigEndian: true);
    }
}
