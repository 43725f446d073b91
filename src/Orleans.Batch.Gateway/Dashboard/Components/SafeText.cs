using System.Globalization;
using System.Text;

namespace Orleans.Batch.Gateway.Dashboard;

/// <summary>
/// Texts of others, made safe to look at: what would not be seen, or would change how the rest looks, is shown as its
/// code point. Markup needs nothing: rendering escapes it.
/// </summary>
internal static class SafeText
{
    /// <summary>The text with control and format characters written as <c>⟨U+202E⟩</c>; line ends and tabs stay.</summary>
    public static string Escape(string? text)
    {
        if (string.IsNullOrEmpty(text) || !NeedsHelp(text))
        {
            return text ?? "";
        }

        var shown = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsHidden(rune))
            {
                shown.Append('⟨').Append("U+").Append(rune.Value.ToString("X4", CultureInfo.InvariantCulture)).Append('⟩');
            }
            else
            {
                shown.Append(rune.ToString());
            }
        }

        return shown.ToString();
    }

    /// <summary>The beginning of a text, for a place where there is room for no more.</summary>
    public static string Truncate(string? text, int length)
    {
        text ??= "";
        if (text.Length <= length)
        {
            return Escape(text);
        }

        var end = char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
        return Escape(text[..end]) + "…";
    }

    private static bool NeedsHelp(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsHidden(rune))
            {
                return true;
            }
        }

        return false;
    }

    // Zero-width joiners belong to words and emoji of many languages; the variation selectors are marks, not formats.
    private static bool IsHidden(Rune rune) => rune.Value switch
    {
        '\n' or '\r' or '\t' or 0x200C or 0x200D => false,
        _ => Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse,
    };
}
