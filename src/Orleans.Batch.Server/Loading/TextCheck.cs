using System.Buffers;
using System.Text.Json;

namespace Orleans.Batch.Server.Loading;

/// <summary>Looks into the string token a reader stands on: no NUL, no half of a surrogate pair, and how long it is.</summary>
internal static class TextCheck
{
    /// <summary>The problem with the text, or null and its length in code points.</summary>
    public static LineProblem? Of(ref Utf8JsonReader reader, string field, out int codePoints)
    {
        codePoints = 0;
        if (!reader.ValueIsEscaped)
        {
            // A raw NUL is refused by the reader itself.
            codePoints = CodePoints(reader.ValueSpan);
            return null;
        }

        var rented = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            var text = rented.AsSpan(0, reader.CopyString(rented));
            codePoints = CodePoints(text);
            return text.Contains((byte)0)
                ? new(field, ErrorCodes.NulCharacter, "Text cannot contain the character U+0000.")
                : null;
        }
        catch (InvalidOperationException)
        {
            return new(field, ErrorCodes.InvalidEncoding, "Text contains half of a surrogate pair.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static int CodePoints(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var b in utf8)
        {
            // Every byte but a continuation byte begins a code point.
            count += (b & 0xC0) != 0x80 ? 1 : 0;
        }

        return count;
    }
}
