using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>
/// UUIDs of version 7 (RFC 9562, method 1): milliseconds, a counter, then randomness, so that the ids of one call
/// rise in its order and land side by side in the index.
/// </summary>
internal static class EpisodeIds
{
    private const int CounterBits = 12;

    /// <summary>Makes ascending ids that carry <paramref name="time"/> to the millisecond (a later one past 4,096 ids).</summary>
    /// <param name="time">The time of the whole call.</param>
    /// <param name="count">The number of ids.</param>
    /// <param name="made">How many ids of the call were made before these.</param>
    public static Guid[] Create(DateTimeOffset time, int count, int made = 0)
    {
        var random = new byte[count * 8];
        RandomNumberGenerator.Fill(random);
        var ids = new Guid[count];
        var start = time.ToUnixTimeMilliseconds();
        Span<byte> bytes = stackalloc byte[16];
        for (var i = 0; i < count; i++)
        {
            var number = made + i;
            var milliseconds = (ulong)(start + (number >> CounterBits));
            var counter = (ulong)number & ((1 << CounterBits) - 1);
            BinaryPrimitives.WriteUInt64BigEndian(bytes, (milliseconds << 16) | 0x7000 | counter);
            random.AsSpan(i * 8, 8).CopyTo(bytes[8..]);
            bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
            ids[i] = new Guid(bytes, bigEndian: true);
        }

        return ids;
    }

    /// <summary>The time of an id.</summary>
    public static DateTimeOffset TimeOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds((long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16));
    }
}
