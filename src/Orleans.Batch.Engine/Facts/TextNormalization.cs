using System.Globalization;
using System.Text;

namespace Orleans.Batch.Facts;

/// <summary>Normalizes texts that items and models write.</summary>
public static class TextNormalization
{
    /// <summary>A text with runs of white space and control characters as one space, and none at the ends.</summary>
    public static string CollapseWhiteSpace(string text)
    {
        var clean = true;
        for (var i = 0; i < text.Length && clean; i++)
        {
            clean = !IsWhiteSpace(text[i]) || (text[i] == ' ' && i > 0 && i < text.Length - 1 && text[i - 1] != ' ');
        }

        if (clean)
        {
            return text;
        }

        var one = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!IsWhiteSpace(c))
            {
                one.Append(c);
            }
            else if (one.Length > 0 && one[^1] != ' ')
            {
                one.Append(' ');
            }
        }

        return one.ToString().TrimEnd(' ');
    }

    /// <summary>Whether a character is white space or a control character.</summary>
    public static bool IsWhiteSpace(char c) => char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Control;
}
