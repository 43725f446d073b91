using System.Buffers.Binary;

namespace Orleans.Batch.Facts;

/// <summary>
/// UUIDs that begin with the key of their graph: one index finds one object, and all objects of a graph in order,
/// without a column for the graph. Layout (RFC 9562, version 8): 48 bits graph key, 4 version, 12 high, 2 variant, 62
/// low.
/// </summary>
public static class GraphBoundId
{
    private const int LowBits = 62;
    private const ulong LowMask = (1UL << LowBits) - 1;
    private const long MaxGraphKey = (1L << 48) - 1;

    /// <summary>The smallest id a graph can have.</summary>
    public static Guid First(long graphKey) => Make(graphKey, 0, 0, version: 0, variant: 0);

    /// <summary>The smallest id beyond all that a graph can have.</summary>
    public static Guid Beyond(long graphKey) => First(graphKey + 1);

    /// <summary>The key of the graph an id is bound to; any UUID has one, so it proves nothing.</summary>
    public static long GraphKey(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return (long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16);
    }

    internal static Guid Make(long graphKey, ulong high, ulong low) => Make(graphKey, high, low, version: 8, variant: 2);

    internal static (ulong High, ulong Low) Parts(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return (
            BinaryPrimitives.ReadUInt64BigEndian(bytes) & 0xFFF,
            BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) & LowMask);
    }

    private static Guid Make(long graphKey, ulong high, ulong low, ulong version, ulong variant)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)graphKey, (ulong)MaxGraphKey, nameof(graphKey));
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, ((ulong)graphKey << 16) | (version << 12) | (high & 0xFFF));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (variant << LowBits) | (low & LowMask));
        return new Guid(bytes, bigEndian: true);
    }
}
