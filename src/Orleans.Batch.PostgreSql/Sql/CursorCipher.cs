using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Orleans.Batch.PostgreSql.Sql;

/// <summary>
/// Hides row keys, which count all rows of the installation, in cursors: a permutation of the numbers
/// below 2^52 (a Feistel network over HMAC-SHA-256), a different one for each list and owner. The numbers stay exact in
/// JavaScript and need no storage in the database.
/// </summary>
/// <param name="secret">The installation's secret.</param>
internal sealed class CursorCipher(byte[] secret)
{
    /// <summary>Keys and cursors are below it, and above 0.</summary>
    public const long Limit = 1L << 52;

    private const int HalfBits = 26;
    private const long HalfMask = (1L << HalfBits) - 1;
    private const int Rounds = 6;

    /// <summary>Returns the number for a key.</summary>
    /// <param name="list">The list.</param>
    /// <param name="owner">The owner of the list.</param>
    /// <param name="key">The key of a row.</param>
    public long Hide(byte list, long owner, long key)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(key);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(key, Limit);
        var hidden = Permute(list, owner, key);
        return hidden == 0 ? Permute(list, owner, 0) : hidden; // 0 is the first page's cursor and has no key
    }

    /// <summary>Returns the key for a number; null if the number has none.</summary>
    /// <param name="list">The list.</param>
    /// <param name="owner">The owner of the list.</param>
    /// <param name="hidden">The number.</param>
    public long? Reveal(byte list, long owner, long hidden)
    {
        if (hidden is <= 0 or >= Limit)
        {
            return null;
        }

        var key = Restore(list, owner, hidden);
        return key == 0 ? Restore(list, owner, 0) : key;
    }

    /// <summary>A checksum that only this installation can make.</summary>
    public void Sign(ReadOnlySpan<byte> text, Span<byte> signature)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, text, hash);
        hash[..signature.Length].CopyTo(signature);
    }

    private long Permute(byte list, long owner, long number)
    {
        var (left, right) = (number >> HalfBits, number & HalfMask);
        for (var round = 0; round < Rounds; round++)
        {
            (left, right) = (right, left ^ Mix(list, owner, round, right));
        }

        return (left << HalfBits) | right;
    }

    private long Restore(byte list, long owner, long number)
    {
        var (left, right) = (number >> HalfBits, number & HalfMask);
        for (var round = Rounds - 1; round >= 0; round--)
        {
            (left, right) = (right ^ Mix(list, owner, round, left), left);
        }

        return (left << HalfBits) | right;
    }

    private long Mix(byte list, long owner, int round, long half)
    {
        Span<byte> input = stackalloc byte[2 + (2 * sizeof(long))];
        input[0] = list;
        input[1] = (byte)round;
        BinaryPrimitives.WriteInt64BigEndian(input[2..], owner);
        BinaryPrimitives.WriteInt64BigEndian(input[10..], half);
        Span<byte> mixed = stackalloc byte[sizeof(long)];
        Sign(input, mixed);
        return BinaryPrimitives.ReadInt64BigEndian(mixed) & HalfMask;
    }
}
