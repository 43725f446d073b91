namespace Orleans.Batch.Facts;

/// <summary>
/// Runs of words in a query that may be names. A node's id follows from its name, so finding a node by name costs one
/// lookup, also for names of words that the search index leaves out.
/// </summary>
public static class QueryNames
{
    private const int MaxWords = 64;
    private const int MaxRun = 5;

    private static readonly char[] Outer = ['.', ',', ';', ':', '!', '?', '"', '\'', '(', ')', '[', ']', '{', '}', '“', '”', '‘', '’', '«', '»'];

    /// <summary>Runs of one to five of the first 64 words, without punctuation around them.</summary>
    public static IEnumerable<string> FromQuery(string query) => FromText(query, MaxWords);

    /// <summary>Runs of one to five of the words, without punctuation around them.</summary>
    public static IEnumerable<string> FromText(string text, int maxWords = int.MaxValue)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var count = Math.Min(words.Length, maxWords);
        for (var start = 0; start < count; start++)
        {
            for (var length = 1; length <= MaxRun && start + length <= count; length++)
            {
                var name = Bare(string.Join(' ', words, start, length));
                if (name.Length > 0)
                {
                    yield return name;
                }
            }
        }
    }

    private static string Bare(string run)
    {
        var name = run.Trim(Outer);
        return name.EndsWith("'s", StringComparison.Ordinal) || name.EndsWith("’s", StringComparison.Ordinal) ? name[..^2] : name;
    }
}
