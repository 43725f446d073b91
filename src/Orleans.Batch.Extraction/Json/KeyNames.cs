namespace Orleans.Batch.Extraction;

/// <summary>Converts JSON keys to names of facts and labels: <c>planType</c> and <c>plan-type</c> are <c>PLAN_TYPE</c>.</summary>
internal static class KeyNames
{
    /// <summary>The longest name of a fact; a longer one is no fact.</summary>
    public const int MaxLength = 100;

    /// <summary>The key in SCREAMING_SNAKE_CASE; empty where it has no letter and no digit.</summary>
    public static string Predicate(string key)
    {
        if (key.Length > MaxLength)
        {
            return "";
        }

        Span<char> screaming = stackalloc char[2 * MaxLength];
        var length = 0;
        var pending = false;
        for (var i = 0; i < key.Length; i++)
        {
            var c = key[i];
            if (!char.IsLetterOrDigit(c))
            {
                pending = length > 0;
                continue;
            }

            if ((pending || BeginsWord(key, i)) && length > 0)
            {
                screaming[length++] = '_';
            }

            pending = false;
            screaming[length++] = char.ToUpperInvariant(c);
        }

        return screaming[..length].SequenceEqual(key) ? key : new string(screaming[..length]);
    }

    /// <summary>A kind of thing in PascalCase: <c>SUPPORT_TICKET</c> is labeled <c>SupportTicket</c>.</summary>
    public static string Label(string kind) => string.Create(kind.Length - kind.Count(static c => c == '_'), kind, static (label, kind) =>
    {
        var (length, upper) = (0, true);
        foreach (var c in kind)
        {
            if (c != '_')
            {
                label[length++] = upper ? c : char.ToLowerInvariant(c);
            }

            upper = c == '_';
        }
    });

    /// <summary>The singular of a key: <c>CATEGORIES</c> are each a <c>CATEGORY</c>.</summary>
    public static string Singular(string key) => key switch
    {
        _ when key.EndsWith("IES", StringComparison.Ordinal) && key.Length > 4 => key[..^3] + "Y",
        _ when key.EndsWith("SSES", StringComparison.Ordinal) || key.EndsWith("XES", StringComparison.Ordinal)
            || key.EndsWith("CHES", StringComparison.Ordinal) || key.EndsWith("SHES", StringComparison.Ordinal) => key[..^2],
        _ when key.EndsWith('S') && !key.EndsWith("SS", StringComparison.Ordinal)
            && !key.EndsWith("US", StringComparison.Ordinal) && key.Length > 3 => key[..^1],
        _ => key,
    };

    // A capital after a small letter or digit, or the last of several capitals before a small letter (HTTPServer).
    private static bool BeginsWord(string key, int i) => i > 0 && char.IsUpper(key[i])
        && (!char.IsUpper(key[i - 1]) || (i + 1 < key.Length && char.IsLower(key[i + 1])));
}
