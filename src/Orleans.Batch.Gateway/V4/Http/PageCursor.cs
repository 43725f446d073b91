using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.Batch.Gateway.V4.Http;

/// <summary>
/// Cursors of version 4: a version byte, a checksum over the query and the position, and the position as the service
/// wrote it, in base64url. The checksum binds a cursor to its query; the service itself checks the position.
/// </summary>
internal static class PageCursor
{
    private const byte Version = 1;
    private const int ChecksumBytes = 8;
    private const int HeadBytes = 1 + ChecksumBytes;

    /// <summary>Returns the cursor of a position.</summary>
    /// <param name="scope">The query, without its page size and cursor.</param>
    /// <param name="position">The position.</param>
    public static string Encode(string scope, string position)
    {
        var text = Encoding.UTF8.GetBytes(position);
        var cursor = new byte[HeadBytes + text.Length];
        cursor[0] = Version;
        WriteChecksum(scope, text, cursor.AsSpan(1, ChecksumBytes));
        text.CopyTo(cursor, HeadBytes);
        return Base64Url.EncodeToString(cursor);
    }

    /// <summary>Returns the position of a cursor.</summary>
    /// <exception cref="BatchServiceException">It is no cursor of this query.</exception>
    public static string Decode(string scope, string cursor)
    {
        if (Base64Url.IsValid(cursor) && Base64Url.DecodeFromChars(cursor) is [Version, .. var rest] && rest.Length >= ChecksumBytes)
        {
            var text = rest.AsSpan(ChecksumBytes);
            Span<byte> checksum = stackalloc byte[ChecksumBytes];
            WriteChecksum(scope, text, checksum);
            if (checksum.SequenceEqual(rest.AsSpan(0, ChecksumBytes)))
            {
                return Encoding.UTF8.GetString(text);
            }
        }

        throw Refuse();
    }

    /// <summary>The refusal of a text that is no cursor of the query.</summary>
    public static BatchServiceException Refuse()
    {
        var problems = new ProblemList();
        problems.Add(null, "cursor", ErrorCodes.OutOfRange, "cursor must be the next_cursor of an earlier page of the same query");
        return BatchServiceException.Invalid(problems.Listed[0].Message, problems);
    }

    private static void WriteChecksum(string scope, ReadOnlySpan<byte> position, Span<byte> checksum)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(scope + "\n"));
        hash.AppendData(position);
        Span<byte> all = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(all);
        all[..ChecksumBytes].CopyTo(checksum);
    }
}
