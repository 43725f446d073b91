using System.Globalization;
using System.Text;

namespace Orleans.Batch.Dashboard;

/// <summary>
/// Makes foreign texts safe to display: a character that is invisible, or that changes how the rest looks, is shown as
/// its code point. Markup needs no treatment: rendering escapes it.
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

    /// <summary>The beginning of a text, for a place with limited room.</summary>
    public static string Truncate(string? text, int length)
    {
        text ??= "";
        if (text.Length <= length)
        {
            return Escape(text);
        }

        return Escape(TextRules.Truncate(text, length)) + "…";
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

    // Zero-width joiners are part of words and emoji of many languages; variation selectors are marks, not format characters.
    private static bool IsHidden(Rune rune) => rune.Value switch
    {
        '\n' or '\r' or '\t' or 0x200C or 0x200D => false,
        _ => Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse,
    };
}
