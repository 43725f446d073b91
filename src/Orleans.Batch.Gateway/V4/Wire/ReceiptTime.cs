using System.Buffers.Binary;

namespace Orleans.Batch.Gateway.V4.Wire;

/// <summary>When an episode was received. Its identity, a UUID of version 7, carries that time.</summary>
internal static class ReceiptTime
{
    private const int UuidBytes = 16;
    private const int VersionWithTime = 7;

    /// <summary>The time, to the millisecond.</summary>
    /// <param name="uuid">The identity of the episode.</param>
    /// <param name="otherwise">The time when the identity carries none.</param>
    public static DateTimeOffset From(Guid uuid, DateTimeOffset otherwise)
    {
        if (uuid.Version != VersionWithTime)
        {
            return otherwise;
        }

        Span<byte> bytes = stackalloc byte[UuidBytes];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds((long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16));
    }
}
