namespace Orleans.Batch.Extraction;

/// <summary>Facts of one sentence: each verb that a pattern begins with is tried with the subject before it.</summary>
internal static class SentenceFacts
{
    /// <summary>Reads a sentence.</summary>
    public static void Read(Sentence sentence, Turn turn)
    {
        if (!MayState(sentence))
        {
            return;
        }

        // In March 2021, Anna moved.
        var lead = DatePhrases.Read(sentence, 0, turn.Reference, out var from);
        from = lead.Kind == TimeExpressionKind.Undated ? 0 : sentence.IsMark(from, ',') ? from + 1 : from;
        RelationalNounFacts.ReadAppositions(sentence, from, turn);
        var before = Subject.First(sentence, from, turn);
        for (var i = from; i < sentence.Length; i++)
        {
            var word = sentence[i].Known;
            if (word is not { Patterns.Length: > 0 } && !CopulaFacts.IsVerb(sentence, i) && !ReleaseFacts.IsVerb(sentence, i))
            {
                continue;
            }

            var clause = new Clause { From = from, Verb = i, Lead = lead, Before = before };
            var subject = word is { Patterns.Length: > 0 } ? VerbFacts.Read(sentence, clause, word.Patterns, turn) : null;
            if (subject is null && CopulaFacts.IsVerb(sentence, i))
            {
                subject = RelationalNounFacts.Read(sentence, clause, turn) ?? CopulaFacts.Read(sentence, clause, turn);
            }

            subject ??= ReleaseFacts.Read(sentence, clause, turn);
            before = subject ?? before;
        }
    }

    /// <summary>Whether the sentence has a verb of a pattern, and states it: no condition, no wish, no hearsay.</summary>
    private static bool MayState(Sentence sentence)
    {
        var verb = false;
        for (var i = 0; i < sentence.Length; i++)
        {
            if (sentence[i].Known is not { } word)
            {
                continue;
            }

            if (word.Is(WordClass.Doubt) || IsMayBe(sentence, i, word))
            {
                return false;
            }

            verb |= word.Patterns.Length > 0 || word.Is(WordClass.Auxiliary | WordClass.Becoming) || ReleaseFacts.IsVerb(sentence, i);
        }

        return verb;
    }

    // May with a capital is a month; so is one after "in", or beside a number.
    private static bool IsMayBe(Sentence sentence, int i, Word word) =>
        word.Is(WordClass.Month) && sentence.Span(i) is "may"
        && !sentence.IsOneOf(i - 1, "in|since|last|of|until|from") && !IsDigit(sentence.Span(i - 1)) && !IsDigit(sentence.Span(i + 1));

    private static bool IsDigit(ReadOnlySpan<char> word) => !word.IsEmpty && char.IsAsciiDigit(word[0]);
}
