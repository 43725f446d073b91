using System.Text;

namespace Orleans.Batch.Loading;

/// <summary>Makes the texts of sources such that the API takes them.</summary>
internal static class CleanText
{
    /// <summary>The text with line feeds only, without NUL, and with U+FFFD for half of a surrogate pair.</summary>
    public static string Of(string text)
    {
        if (text.AsSpan().IndexOfAny('\r', '\0') >= 0)
        {
            text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace("\0", "", StringComparison.Ordinal);
        }

        return text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0 ? Whole(text) : text;
    }

    private static string Whole(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            whole.Append(rune);
        }

        return whole.ToString();
    }
}
