using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction;

/// <summary>Subjects that are no names: my sister, the Apollo launch.</summary>
internal static class SubjectPhrases
{
    private const int LongestRelative = 2;
    private const int LongestTail = 3;

    /// <summary>The subject that ends at a token, where a clause begins with it.</summary>
    public static Subject? Find(Sentence sentence, int end, int from, Turn turn) =>
        IsNoun(sentence, end) || sentence.IsAt(end, WordClass.Number) ? Relative(sentence, end, from, turn) ?? Product(sentence, end, from) : null;

    // A person or animal of the speaker: "my sister" is "Anna's sister".
    private static Subject? Relative(Sentence sentence, int end, int from, Turn turn)
    {
        for (var i = end - 1; i >= from && i >= end - LongestRelative && turn.Speaker is not null; i--)
        {
            if (sentence.IsOneOf(i, "my|our") && RelationalNoun.Find(sentence, i + 1, out var behind) is { IsEntity: true, Predicate: not ("FRIEND" or "COLLEAGUE" or "COUSIN") } && behind == end + 1
                && Subject.BeginsClause(sentence, i, from))
            {
                return new Subject(new Entity($"{turn.Speaker.Name}'s {sentence.Words(i + 1, end + 1).ToLowerInvariant()}"));
            }
        }

        return null;
    }

    // A name with nouns behind it: the Apollo launch, ROBOT-101 unit three.
    private static Subject? Product(Sentence sentence, int end, int from)
    {
        var i = end;
        while (i > from && end - i < LongestTail && IsNoun(sentence, i) && !NounPhrases.IsNamePart(sentence, i))
        {
            i--;
        }

        if (i == end || !NounPhrases.IsNamePart(sentence, i))
        {
            return null;
        }

        var start = NounPhrases.NameBackwards(sentence, i, from);
        var known = sentence.Is(start - 1, "the") || sentence.Span(i).ContainsAnyInRange('0', '9');
        return known && Subject.BeginsClause(sentence, start, from) ? new Subject(new Entity(sentence.Words(start, end + 1))) : null;
    }

    private static bool IsNoun(Sentence sentence, int i) => sentence.IsWord(i)
        && (sentence[i].Known is not { } word || !word.Is(WordClass.Stop | WordClass.Pronoun | WordClass.Determiner | WordClass.Auxiliary | WordClass.Adjective));
}
