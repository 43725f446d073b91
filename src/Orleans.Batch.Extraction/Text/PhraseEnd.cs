namespace Orleans.Batch.Extraction;

/// <summary>Determines where a phrase is complete.</summary>
internal static class PhraseEnd
{
    private const string Prepositions = "of|about|from|for|with|in|on|at|to|by|into|inside|near|around|through|against|like|between|without";

    /// <summary>Whether a phrase that ends before a token is complete: a mark, a conjunction, an adverb or a date follows.</summary>
    public static bool Is(Sentence sentence, int i, DateTimeOffset reference)
    {
        if (!sentence.IsWord(i))
        {
            return IsMark(sentence, i);
        }

        if (sentence[i].Known is not { } word)
        {
            return !HasLetter(sentence, i);
        }

        return word.Is(WordClass.Closing) || IsAdverbial(sentence, i) || DatePhrases.IsDated(sentence, i, reference);
    }

    /// <summary>Whether a preposition follows that may belong to the phrase.</summary>
    public static bool IsPreposition(Sentence sentence, int i) => sentence.IsOneOf(i, Prepositions);

    /// <summary>Whether a word begins with a letter or a digit, or with the sign of an amount; an emoji does not.</summary>
    public static bool HasLetter(Sentence sentence, int i) => sentence.Span(i)[0] is var first && (char.IsLetterOrDigit(first) || first is '$' or '€' or '£' or '#' or '@');

    /// <summary>Whether what follows belongs to the verb.</summary>
    public static bool IsTail(Sentence sentence, int i) => sentence.IsOneOf(i, "in|on|at|with|from|for|by|during|to|through");

    /// <summary>Whether a mark ends a phrase, or the sentence does. CS:GO is one word in two parts.</summary>
    public static bool IsMark(Sentence sentence, int i) => i >= sentence.Length || sentence[i].Mark is ',' or ';' or '–' or '—' or '-' or '(' or ')' or '.' or '!' or '…'
        || (sentence[i].Mark == ':' && (i + 1 >= sentence.Length || sentence[i + 1].Start > sentence[i].End));

    // As well, a lot, at home, on weekends, for years, every day, for the first time
    private static bool IsAdverbial(Sentence sentence, int i) =>
        sentence.Is(i, "as") ? !sentence.IsAt(i + 1, WordClass.Determiner)
        : sentence.Is(i, "a") ? sentence.IsOneOf(i + 1, "lot|bit|ton|while")
        : sentence.Is(i, "the") ? sentence.IsOneOf(i + 1, "most|best|other")
        : sentence.Is(i, "at") ? sentence.IsOneOf(i + 1, "home|all|night|times|first|least|work|school|once")
        : sentence.Is(i, "on") ? sentence.IsOneOf(i + 1, "weekends|weekdays|sundays|saturdays|fridays|holidays|time")
        : sentence.Is(i, "in") ? sentence.IsOneOf(i + 1, "general|particular|person|return") || IsPartOfDay(sentence, i + 1)
        : sentence.Is(i, "for") ? sentence.IsOneOf(i + 1, "fun|years|ages|months|weeks|hours|now|sure") || sentence.IsOneOf(i + 2, "first|while|time|moment")
        : sentence.Is(i, "from") && sentence.IsOneOf(i + 1, "time|home");

    private static bool IsPartOfDay(Sentence sentence, int i) =>
        sentence.IsOneOf(i + (sentence.Is(i, "the") ? 1 : 0), "morning|mornings|evening|evenings|afternoon|afternoons|meantime|past|future");
}
