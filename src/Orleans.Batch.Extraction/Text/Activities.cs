namespace Orleans.Batch.Extraction;

/// <summary>Recognizes the words that begin an activity: cooking, playing.</summary>
internal static class Activities
{
    private const int Shortest = 5;

    /// <summary>Whether a token is a gerund: a small word that ends with "ing" and is no plain noun.</summary>
    public static bool Begins(Sentence sentence, int i)
    {
        var word = sentence.Span(i);
        return word.Length >= Shortest && word.EndsWith("ing", StringComparison.Ordinal) && sentence.IsWord(i)
            && !sentence.IsAt(i, WordClass.Pronoun)
            && !sentence.IsOneOf(i, "morning|evening|thing|spring|string|wedding|building|clothing|ceiling|sibling|pudding|bring|sting|swing");
    }
}
