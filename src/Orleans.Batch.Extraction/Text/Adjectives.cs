namespace Orleans.Batch.Extraction;

/// <summary>Recognizes adjectives and adverbs, which do not end a noun phrase.</summary>
internal static class Adjectives
{
    private const int Shortest = 6;
    private static readonly string[] Endings = ["ful", "ous", "less", "able", "ible"];

    /// <summary>Whether a token is an adverb, by its ending.</summary>
    public static bool IsAdverb(Sentence sentence, int i) =>
        sentence.Span(i) is { Length: >= Shortest } word && word.EndsWith("ly", StringComparison.Ordinal) && !char.IsUpper(word[0])
        && !sentence.IsOneOf(i, "family|assembly|butterfly|supply|monopoly|anomaly");

    /// <summary>Whether a token is an adjective, by the list or by its ending.</summary>
    public static bool Is(Sentence sentence, int i)
    {
        if (sentence.IsAt(i, WordClass.Adjective))
        {
            return true;
        }

        var word = sentence.Span(i);
        if (word.Length < Shortest || char.IsUpper(word[0]))
        {
            return false;
        }

        foreach (var ending in Endings)
        {
            if (word.EndsWith(ending, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
