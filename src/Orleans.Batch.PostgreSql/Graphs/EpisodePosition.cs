using System.Buffers.Binary;
using System.Buffers.Text;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>
/// The position of an episode in a graph's list, in either order. As a cursor it is opaque text; it names no
/// graph, so a modified cursor reaches nothing that its user could not list anyway.
/// </summary>
internal readonly record struct EpisodePosition(Guid Uuid, DateTimeOffset ReferenceTime, long Number)
{
    // The order, and then the UUID, or time and number.
    private const int Length = 1 + 16;

    // The range that PostgreSQL and .NET share, in ticks of 100 ns since the year 1.
    private static readonly long MaxTicks = DateTimeOffset.MaxValue.Ticks;

    public string ToCursor(EpisodeOrder order)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = (byte)order;
        if (order == EpisodeOrder.CreatedAt)
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes[1..], ReferenceTime.UtcTicks);
            BinaryPrimitives.WriteInt64BigEndian(bytes[9..], Number);
        }
        else
        {
            Uuid.TryWriteBytes(bytes[1..], bigEndian: true, out _);
        }

        return Base64Url.EncodeToString(bytes);
    }

    /// <exception cref="BatchServiceException">The cursor is not ours, or belongs to a list in the other order.</exception>
    public static EpisodePosition FromCursor(string cursor, EpisodeOrder order)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (cursor.Length > 2 * Length
            || !Base64Url.IsValid(cursor, out var length)
            || length != Length
            || !Base64Url.TryDecodeFromChars(cursor, bytes, out _)
            || bytes[0] != (byte)order)
        {
            throw Refused(cursor);
        }

        if (order == EpisodeOrder.Uuid)
        {
            return new EpisodePosition(new Guid(bytes[1..], bigEndian: true), default, 0);
        }

        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes[1..]);
        return ticks >= 0 && ticks <= MaxTicks
            ? new EpisodePosition(default, new DateTimeOffset(ticks, TimeSpan.Zero), BinaryPrimitives.ReadInt64BigEndian(bytes[9..]))
            : throw Refused(cursor);
    }

    private static BatchServiceException Refused(string cursor) => BatchServiceException.Invalid(
        ErrorCodes.InvalidRequest,
        $"cursor is not one that this list returned, in this order: {(cursor.Length <= 80 ? cursor : cursor[..80] + "…")}");
}
