using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction;

/// <summary>The subject of a clause.</summary>
/// <param name="One">The subject.</param>
/// <param name="Other">The second of two: Tom and Anna.</param>
/// <param name="IsSpeaker">Whether it is the first person.</param>
internal readonly record struct Subject(Entity One, Entity? Other = null, bool IsSpeaker = false)
{
    /// <summary>Whether its verb takes no s: I work, Tom and Anna work.</summary>
    public bool TakesBaseForm => IsSpeaker || Other is not null;

    /// <summary>The subject that ends at a token, where a clause begins with it.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="end">Its last token.</param>
    /// <param name="from">Where the sentence begins.</param>
    /// <param name="turn">The speaker's turn.</param>
    /// <param name="before">The subject of the clause before, for one that continues with "and".</param>
    public static Subject? Find(Sentence sentence, int end, int from, Turn turn, Subject? before)
    {
        if (end < from)
        {
            return null;
        }

        if (sentence.IsOneOf(end, "i|we"))
        {
            return turn.Speaker is { } speaker && BeginsClause(sentence, end, from) ? new Subject(speaker, null, true) : null;
        }

        if (sentence.IsOneOf(end, "he|she"))
        {
            return turn.Person is { } person && BeginsClause(sentence, end, from) ? new Subject(person) : null;
        }

        if (sentence.Is(end, "who"))
        {
            return Relative(sentence, end, from);
        }

        if (sentence.IsMark(end, ',') || sentence.IsOneOf(end, "and|but|then"))
        {
            return before is { } same && KeepsSubject(sentence, end, from, same) ? before : null;
        }

        return Named(sentence, end, from, turn);
    }

    /// <summary>Any noun phrase that ends at a token, where the sentence begins with it: the basic subscription.</summary>
    public static Subject? Thing(Sentence sentence, int end, int from) =>
        NounPhrases.Thing(sentence, from, out var behind) is { } thing && behind == end + 1 ? new Subject(new Entity(thing)) : null;

    /// <summary>The subject that the sentence begins with, for clauses without a subject.</summary>
    public static Subject? First(Sentence sentence, int from, Turn turn)
    {
        if (sentence.IsOneOf(from, "i|we|he|she"))
        {
            return Find(sentence, from, from, turn, null);
        }

        // Changed my diet, started walking: a verb is no name.
        var name = NounPhrases.Name(sentence, from, out var end);
        return name is not null && sentence.IsWord(end) && !sentence.IsAt(end, WordClass.Linker | WordClass.Determiner | WordClass.Pronoun)
            ? new Subject(new Entity(name))
            : null;
    }

    // Not where someone else was a subject in between: I told people that you came and ...
    private static bool KeepsSubject(Sentence sentence, int end, int from, Subject before)
    {
        for (var i = from + 1; i < end; i++)
        {
            if (sentence.IsAt(i, WordClass.Pronoun) && !sentence.IsOneOf(i, "who|which|me|us|him|them|myself|others|one|ones")
                && !(before.IsSpeaker && sentence.IsOneOf(i, "i|we")))
            {
                return false;
            }
        }

        return true;
    }

    // Anna, who works at Acme
    private static Subject? Relative(Sentence sentence, int who, int from)
    {
        var end = sentence.IsMark(who - 1, ',') ? who - 2 : who - 1;
        var start = NounPhrases.NameBackwards(sentence, end, from);
        return start <= end && BeginsClause(sentence, start, from) ? new Subject(new Entity(sentence.Words(start, end + 1))) : null;
    }

    private static Subject? Named(Sentence sentence, int end, int from, Turn turn)
    {
        var start = NounPhrases.NameBackwards(sentence, end, from);
        if (start > end)
        {
            return SubjectPhrases.Find(sentence, end, from, turn);
        }

        // Kickboxing is a sport. Life is good.
        if (start == end && start == from && (sentence.IsAt(start, WordClass.Trivial) || sentence.Span(start).EndsWith("ing", StringComparison.Ordinal)))
        {
            return null;
        }

        var one = new Entity(sentence.Words(start, end + 1));
        if (sentence.Is(start - 1, "and") && start - 2 >= from)
        {
            var first = NounPhrases.NameBackwards(sentence, start - 2, from);
            if (first <= start - 2)
            {
                return BeginsClause(sentence, first, from) ? new Subject(new Entity(sentence.Words(first, start - 1)), one) : null;
            }

            if (sentence.Is(start - 2, "i") && turn.Speaker is { } speaker && BeginsClause(sentence, start - 2, from))
            {
                return new Subject(speaker, one);
            }
        }

        if (!BeginsClause(sentence, start, from))
        {
            return null;
        }

        turn.Note(one);
        return new Subject(one);
    }

    /// <summary>Whether a clause may begin at a token.</summary>
    public static bool BeginsClause(Sentence sentence, int start, int from)
    {
        if (sentence.Is(start - 1, "the") && start - 1 >= from)
        {
            start--;
        }

        return start <= from || !sentence.IsWord(start - 1) || sentence.IsAt(start - 1, WordClass.Linker)
            || RelationalNounFacts.Apposition(sentence, start, from) is not null;
    }
}
