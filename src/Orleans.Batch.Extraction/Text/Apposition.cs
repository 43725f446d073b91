namespace Orleans.Batch.Extraction;

/// <summary>A name behind the kind of thing that it is the name of: the Norwegian company Fjordlab, the city of Bergen.</summary>
internal static class Apposition
{
    private const int MostWordsBefore = 2;
    private const string Places = "city|town|village|island|district|region";
    private const string Kinds = Places + "|company|firm|startup|start-up|publisher|newspaper|magazine|agency|bank|club|charity|organization";

    /// <summary>The place of the name, where a phrase with a kind begins at a token; otherwise that token.</summary>
    public static int Name(Sentence sentence, int i)
    {
        if (!sentence.IsOneOf(i, "the|a|an"))
        {
            return i;
        }

        for (var kind = i + 1; kind <= i + 1 + MostWordsBefore && MayStandBefore(sentence, kind); kind++)
        {
            if (IsKind(sentence, kind))
            {
                var name = sentence.IsOneOf(kind, Places) && sentence.Is(kind + 1, "of") ? kind + 2 : kind + 1;
                return NounPhrases.IsNamePart(sentence, name) ? name : i;
            }
        }

        return i;
    }

    // News is a vague word, which stops other phrases: the news agency Northline.
    private static bool MayStandBefore(Sentence sentence, int i) =>
        sentence.IsWord(i) && (!sentence.IsAt(i, WordClass.Stop) || sentence.IsAt(i, WordClass.Vague));

    /// <summary>Whether a word is a kind, so that what stands before it is no name of its own: the Norwegian company.</summary>
    public static bool IsKind(Sentence sentence, int i) => sentence.IsOneOf(i, Kinds) && char.IsLower(sentence.Span(i)[0]);
}
