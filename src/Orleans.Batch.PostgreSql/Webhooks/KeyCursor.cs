using System.Buffers.Binary;
using System.Buffers.Text;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Webhooks;

/// <summary>
/// A hidden key as opaque, signed text, for lists in key order. A cursor of another installation, list or owner
/// is rejected.
/// </summary>
internal static class KeyCursor
{
    private const int Signature = 8;
    private const int Length = sizeof(long) + Signature;

    /// <param name="cursors">Hides the key.</param>
    /// <param name="list">The list.</param>
    /// <param name="owner">The owner of the list.</param>
    /// <param name="key">The last key of the page.</param>
    public static string From(CursorCipher cursors, byte list, long owner, long key)
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, cursors.Hide(list, owner, key));
        Sign(cursors, list, owner, bytes[..sizeof(long)], bytes[sizeof(long)..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <exception cref="BatchServiceException">This list did not return the cursor.</exception>
    public static long Read(CursorCipher cursors, byte list, long owner, string cursor)
    {
        Span<byte> bytes = stackalloc byte[Length];
        Span<byte> expected = stackalloc byte[Signature];
        if (cursor.Length <= 2 * Length
            && Base64Url.IsValid(cursor, out var length)
            && length == Length
            && Base64Url.TryDecodeFromChars(cursor, bytes, out _))
        {
            Sign(cursors, list, owner, bytes[..sizeof(long)], expected);
            if (bytes[sizeof(long)..].SequenceEqual(expected)
                && cursors.Reveal(list, owner, BinaryPrimitives.ReadInt64BigEndian(bytes)) is { } key)
            {
                return key;
            }
        }

        throw BatchServiceException.Invalid(
            ErrorCodes.InvalidRequest,
            $"cursor is not one that this list returned: {(cursor.Length <= 80 ? cursor : cursor[..80] + "…")}");
    }

    private static void Sign(CursorCipher cursors, byte list, long owner, ReadOnlySpan<byte> hidden, Span<byte> signature)
    {
        Span<byte> text = stackalloc byte[1 + (2 * sizeof(long))];
        text[0] = list;
        BinaryPrimitives.WriteInt64BigEndian(text[1..], owner);
        hidden.CopyTo(text[9..]);
        cursors.Sign(text, signature);
    }
}
