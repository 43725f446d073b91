using System.Buffers;
using System.Globalization;
using System.Text.Unicode;

namespace Orleans.Batch.Formats.Json;

/// <summary>Bodies are UTF-8 without a byte order mark; anything else is refused before it is parsed.</summary>
internal static class BodyEncoding
{
    public static void Require(ReadOnlySpan<byte> body, string what = "the body")
    {
        if (body is [0xEF, 0xBB, 0xBF, ..])
        {
            throw Refuse(what, 0, "begins with a byte order mark; send UTF-8 without one");
        }

        if (body is [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..] or [0, _, ..] or [_, 0, ..])
        {
            throw Refuse(what, 0, "looks like UTF-16 or UTF-32; send UTF-8");
        }

        if (!Utf8.IsValid(body))
        {
            throw Refuse(what, FirstInvalid(body), "is not valid UTF-8");
        }
    }

    private static BatchServiceException Refuse(string what, int offset, string wrong) => BatchServiceException.Invalid(
        ErrorCodes.InvalidEncoding,
        string.Create(CultureInfo.InvariantCulture, $"{what} {wrong} (byte offset {offset})"));

    private static int FirstInvalid(ReadOnlySpan<byte> body)
    {
        Span<char> scratch = stackalloc char[1_024];
        var offset = 0;
        while (Utf8.ToUtf16(body[offset..], scratch, out var read, out _, replaceInvalidSequences: false) is OperationStatus.DestinationTooSmall)
        {
            offset += read;
        }

        _ = Utf8.ToUtf16(body[offset..], scratch, out var last, out _, replaceInvalidSequences: false);
        return offset + last;
    }
}
