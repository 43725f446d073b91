using System.Globalization;
using System.Text;

namespace Orleans.Batch.Facts;

/// <summary>Determines when two names mean the same entity.</summary>
public static class EntityName
{
    /// <summary>The longest name kept, in characters; a longer one is cut first.</summary>
    public const int MaxLength = 200;

    /// <summary>
    /// The form in which names are compared: lower case (invariant), runs of white space and control characters as one
    /// space, none at the ends. Nothing else is folded: "Anna" and "Änna" differ, and so do "Acme" and "Acme Inc", and
    /// the two ways Unicode has to write an accented letter (without ICU, which not every machine has, .NET cannot tell).
    /// </summary>
    public static string Normalize(string name) => OneSpace(Cut(name).ToLowerInvariant());

    /// <summary>The name as it is shown: cut, and white space as in <see cref="Normalize"/>.</summary>
    public static string Display(string name) => OneSpace(Cut(name));

    /// <summary>Whether the displayed form of a name is empty: then it names no entity.</summary>
    public static bool IsEmpty(string name)
    {
        foreach (var c in name.AsSpan(0, Math.Min(name.Length, MaxLength)))
        {
            if (!IsGap(c))
            {
                return false;
            }
        }

        return true;
    }

    private static string Cut(string name)
    {
        if (name.Length <= MaxLength)
        {
            return name;
        }

        // Not between the halves of a surrogate pair.
        return char.IsHighSurrogate(name[MaxLength - 1]) ? name[..(MaxLength - 1)] : name[..MaxLength];
    }

    /// <summary>A text with runs of white space and control characters as one space, and none at the ends.</summary>
    public static string OneSpace(string text)
    {
        var clean = true;
        for (var i = 0; i < text.Length && clean; i++)
        {
            clean = !IsGap(text[i]) || (text[i] == ' ' && i > 0 && i < text.Length - 1 && text[i - 1] != ' ');
        }

        if (clean)
        {
            return text;
        }

        var one = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!IsGap(c))
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

    private static bool IsGap(char c) => char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Control;
}
