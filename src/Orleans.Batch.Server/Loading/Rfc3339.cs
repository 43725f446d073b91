using System.Buffers.Text;

namespace Orleans.Batch.Server.Loading;

/// <summary>Tells whether text is an RFC 3339 time that carries its offset.</summary>
internal static class Rfc3339
{
    /// <summary>True for <c>2024-03-01T09:00:00Z</c>, with any fraction and any offset of up to a day.</summary>
    public static bool IsTimeWithOffset(ReadOnlySpan<byte> text)
    {
        if (text.Length < 20
            || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)'t')
            || text[13] != ':' || text[16] != ':'
            || !Number(text[..4], out var year) || !Number(text[5..7], out var month) || !Number(text[8..10], out var day)
            || !Number(text[11..13], out var hour) || !Number(text[14..16], out var minute) || !Number(text[17..19], out var second))
        {
            return false;
        }

        // 60 is a leap second, which the RFC allows.
        return year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            && hour <= 23 && minute <= 59 && second <= 60 && IsOffset(AfterFraction(text[19..]));
    }

    private static ReadOnlySpan<byte> AfterFraction(ReadOnlySpan<byte> rest)
    {
        if (rest[0] != '.')
        {
            return rest;
        }

        var digits = rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return digits > 0 ? rest[(digits + 1)..] : [];
    }

    private static bool IsOffset(ReadOnlySpan<byte> text) => text switch
    {
        [(byte)'Z' or (byte)'z'] => true,
        [(byte)'+' or (byte)'-', _, _, (byte)':', _, _] =>
            Number(text[1..3], out var hours) && hours <= 23 && Number(text[4..6], out var minutes) && minutes <= 59,
        _ => false,
    };

    private static bool Number(ReadOnlySpan<byte> digits, out int value)
    {
        value = 0;
        return digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
            && Utf8Parser.TryParse(digits, out value, out var used) && used == digits.Length;
    }
}
