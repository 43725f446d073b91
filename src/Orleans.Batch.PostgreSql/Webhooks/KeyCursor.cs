using System.Buffers.Binary;
using System.Buffers.Text;

namespace Orleans.Batch.PostgreSql.Webhooks;

/// <summary>
/// An internal key as opaque text, for lists in the order of their keys. It names no project, so one that was changed
/// on the way reaches nothing that its bearer could not list anyway.
/// </summary>
internal static class KeyCursor
{
    private const int Length = 1 + sizeof(long);

    /// <param name="list">Which list it is of.</param>
    /// <param name="key">The last key of the page.</param>
    public static string Of(byte list, long key)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = list;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], key);
        return Base64Url.EncodeToString(bytes);
    }

    /// <exception cref="BatchServiceException">It is none of ours, or one of another list.</exception>
    public static long Read(byte list, string cursor)
    {
        Span<byte> bytes = stackalloc byte[Length];
        return cursor.Length <= 2 * Length
            && Base64Url.IsValid(cursor, out var length)
            && length == Length
            && Base64Url.TryDecodeFromChars(cursor, bytes, out _)
            && bytes[0] == list
                ? BinaryPrimitives.ReadInt64BigEndian(bytes[1..])
                : throw BatchServiceException.Invalid(
                    ErrorCodes.InvalidRequest,
                    $"cursor is not one that this list returned: {(cursor.Length <= 80 ? cursor : cursor[..80] + "…")}");
    }
}
