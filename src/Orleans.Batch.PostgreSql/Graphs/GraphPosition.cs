using System.Buffers.Binary;
using System.Buffers.Text;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>
/// The position of a node or edge in a graph's list. As a cursor it is opaque text that also holds the order; it
/// names a place, not rows, so a modified cursor reaches nothing that its user could not list anyway.
/// </summary>
/// <param name="Key">The list's order key: ticks of 100 ns since the year 1 in UTC, or a degree; 0 by identity.</param>
/// <param name="Uuid">The identity, which orders equal keys.</param>
internal readonly record struct GraphPosition(long Key, Guid Uuid)
{
    private const int Length = 1 + 8 + 16;

    private static readonly long MaxTicks = DateTimeOffset.MaxValue.Ticks;

    /// <summary>The key as a moment.</summary>
    public DateTimeOffset Moment => new(Key, TimeSpan.Zero);

    public string ToCursor(GraphListOrder order, bool descending)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = Tag(order, descending);
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], Key);
        Uuid.TryWriteBytes(bytes[9..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    /// <exception cref="BatchServiceException">The cursor is not ours, or belongs to a list in another order.</exception>
    public static GraphPosition FromCursor(string cursor, GraphListOrder order, bool descending)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (cursor.Length <= 2 * Length
            && Base64Url.IsValid(cursor, out var length)
            && length == Length
            && Base64Url.TryDecodeFromChars(cursor, bytes, out _)
            && bytes[0] == Tag(order, descending)
            && BinaryPrimitives.ReadInt64BigEndian(bytes[1..]) is var key and >= 0
            && key <= MaxTicks)
        {
            return new GraphPosition(key, new Guid(bytes[9..], bigEndian: true));
        }

        throw BatchServiceException.Invalid(
            ErrorCodes.InvalidRequest,
            $"cursor is not one that this list returned, in this order: {(cursor.Length <= 80 ? cursor : cursor[..80] + "…")}");
    }

    private static byte Tag(GraphListOrder order, bool descending) => (byte)(((byte)order << 1) | (descending ? 1 : 0));
}
