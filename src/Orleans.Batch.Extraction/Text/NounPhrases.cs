namespace Orleans.Batch.Extraction;

/// <summary>Reads names and noun phrases.</summary>
internal static class NounPhrases
{
    private const int LongestName = 8;
    private const int LongestThing = 6;
    private const int LongestCasual = 3;
    private const WordClass NoName = WordClass.Pronoun | WordClass.Determiner | WordClass.Stop | WordClass.Auxiliary;

    /// <summary>Whether a word may be part of a name: it has a capital, and is no word that sentences begin with.</summary>
    public static bool IsNamePart(Sentence sentence, int i)
    {
        if (!sentence.IsWord(i) || sentence.IsAt(i, NoName))
        {
            return false;
        }

        var word = sentence.Span(i);
        return char.IsUpper(word[0]) || (char.IsLetterOrDigit(word[0]) && word.ContainsAnyInRange('A', 'Z') && !word.Contains('@'));
    }

    /// <summary>Whether one of several words may be part of a name.</summary>
    public static bool HasNamePart(Sentence sentence, int from, int to)
    {
        while (from < to && !IsNamePart(sentence, from))
        {
            from++;
        }

        return from < to;
    }

    /// <summary>A name that begins at a token.</summary>
    public static string? Name(Sentence sentence, int i, out int end)
    {
        i += sentence.Is(i, "the") ? 1 : 0;
        end = i;
        while (end < sentence.Length && end - i < LongestName)
        {
            if (IsNamePart(sentence, end) || (end > i && IsNumberInName(sentence, end)))
            {
                end++;
                continue;
            }

            var next = end;
            while (end > i && next < sentence.Length && next - end < 2 && sentence.IsAt(next, WordClass.Connector))
            {
                next++;
            }

            if (next == end || !IsNamePart(sentence, next))
            {
                break;
            }

            end = next;
        }

        return end > i && !sentence.Is(end, "'s") ? sentence.Words(i, end) : null;
    }

    /// <summary>The start of the name that ends at a token.</summary>
    public static int NameBackwards(Sentence sentence, int i, int from)
    {
        var start = i + 1;
        while (start > from && i + 1 - start < LongestName)
        {
            if (IsNamePart(sentence, start - 1) || (start == i + 1 && IsNumberInName(sentence, i) && IsNamePart(sentence, i - 1)))
            {
                start--;
                continue;
            }

            var before = start - 1;
            while (start <= i && before >= from && start - 1 - before < 2 && sentence.IsAt(before, WordClass.Connector)
                && !sentence.Is(before, "the"))
            {
                before--;
            }

            if (before == start - 1 || before < from || !IsNamePart(sentence, before))
            {
                break;
            }

            start = before;
        }

        return start;
    }

    /// <summary>A noun phrase that begins at a token, without its determiner; null where there is none.</summary>
    public static string? Thing(Sentence sentence, int i, out int end, int longest = LongestThing)
    {
        if (sentence.IsAt(i, WordClass.Determiner) && !sentence.IsMark(i, '\''))
        {
            i++;
        }

        end = i;
        while (end < sentence.Length && end - i < longest && sentence.IsWord(end) && Continues(sentence, i, end))
        {
            end++;
        }

        while (end > i && (sentence.Is(end - 1, "of") || sentence.IsAt(end - 1, WordClass.Determiner)))
        {
            end--;
        }

        // A continued phrase is no longer a noun phrase, and its meaning is unknown.
        return end > i && end - i < longest && !sentence.Is(end, "'s") && sentence.Source.AsSpan(sentence[i].Start, sentence[end - 1].End - sentence[i].Start).ContainsAnyExceptInRange('0', '9')
            ? sentence.Words(i, end)
            : null;
    }

    /// <summary>A name in a text without capitals.</summary>
    public static string? Casual(Sentence sentence, int i, out int end) =>
        sentence.IsAt(i, WordClass.Determiner) || sentence.IsOneOf(i, "home|night|work|school|university|college|least|noon|present|times|weekends|once|first|last|peace")
            ? Nothing(i, out end)
            : Thing(sentence, i, out end, LongestCasual + 1);

    private static string? Nothing(int i, out int end)
    {
        end = i;
        return null;
    }

    private static bool Continues(Sentence sentence, int from, int i)
    {
        if (sentence.Is(i, "of"))
        {
            return i > from;
        }

        if (sentence.IsAt(i, WordClass.Determiner))
        {
            return sentence.Is(i - 1, "of");
        }

        // Two years ago
        if (sentence.IsAt(i + 1, WordClass.Unit) && (sentence.IsAt(i, WordClass.Number) || char.IsAsciiDigit(sentence.Span(i)[0])))
        {
            return false;
        }

        return !sentence.IsAt(i, WordClass.Stop | WordClass.Pronoun) && (i == from || sentence[i].Known is not { Patterns.Length: > 0 });
    }

    private static bool IsNumberInName(Sentence sentence, int i) =>
        sentence.IsWord(i) && sentence.Span(i) is var word && char.IsAsciiDigit(word[0]) && DatePoints.YearOf(word) is null && word.Length <= 3
        && !sentence.IsAt(i + 1, WordClass.Unit);
}
