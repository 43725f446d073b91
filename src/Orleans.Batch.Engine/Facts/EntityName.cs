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
    public static string Normalize(string name) => TextNormalization.CollapseWhiteSpace(TextRules.Truncate(name, MaxLength).ToLowerInvariant());

    /// <summary>The name as it is shown: cut, and white space as in <see cref="Normalize"/>.</summary>
    public static string Display(string name) => TextNormalization.CollapseWhiteSpace(TextRules.Truncate(name, MaxLength));

    /// <summary>Whether the displayed form of a name is empty: then it names no entity.</summary>
    public static bool IsEmpty(string name)
    {
        foreach (var c in name.AsSpan(0, Math.Min(name.Length, MaxLength)))
        {
            if (!TextNormalization.IsWhiteSpace(c))
            {
                return false;
            }
        }

        return true;
    }
}
