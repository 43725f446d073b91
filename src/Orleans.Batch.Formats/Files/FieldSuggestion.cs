namespace Orleans.Batch.Formats.Files;

/// <summary>Suggests the intended field for a misspelled name.</summary>
internal static class FieldSuggestion
{
    // One error in three letters is near.
    private const int LettersPerSlip = 3;

    private const int ShortestBeginning = 4;

    private static readonly IReadOnlyList<string> Names = [.. FileFields.All.Select(static f => f.Name)];

    /// <summary>The nearest field; null when none is near.</summary>
    public static string? For(string name)
    {
        var plain = Plain(name);
        var (best, slips) = Names
            .Select(f => (Field: f, Slips: Slips(Plain(f), plain)))
            .MinBy(f => f.Slips);
        return slips <= best.Length / LettersPerSlip
            ? best
            : Names.FirstOrDefault(f => plain.Length >= ShortestBeginning && Plain(f).StartsWith(plain, StringComparison.Ordinal));
    }

    // createdAt, created-at and Created_At are created_at.
    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    // The Levenshtein distance.
    private static int Slips(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
