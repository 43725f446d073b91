using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction;

/// <summary>Facts of relational nouns: my sister is Anna, Acme's CEO is Tom, the CEO of Acme is Tom.</summary>
internal static class RelationalNounFacts
{
    /// <summary>Reads the clause of a form of be.</summary>
    /// <returns>The holder when a fact was read.</returns>
    public static Subject? Read(Sentence sentence, Clause clause, Turn turn)
    {
        if (!sentence.IsOneOf(clause.Verb, "is|are|'s|was") || Owner(sentence, clause, turn, out var attribute) is not { } owner)
        {
            return null;
        }

        var i = clause.Verb + 1;
        while (sentence.IsAt(i, WordClass.Adverb))
        {
            i++;
        }

        if (attribute.IsEntity)
        {
            return NounPhrases.Name(sentence, i, out var end) is { } name
                ? Add(sentence, end, attribute.ToAssertion(owner, new Entity(name)), clause, turn)
                : null;
        }

        return Value(sentence, i, attribute, turn, out var behind) is { } value
            ? Add(sentence, behind, new Assertion { Subject = owner, Predicate = attribute.Predicate, Value = JsonScalars.Quote(value), SingleValued = true }, clause, turn)
            : null;
    }

    /// <summary>The attribute before a name: my wife Sarah.</summary>
    /// <returns>The attribute; null when there is none.</returns>
    public static RelationalNoun? Apposition(Sentence sentence, int name, int from)
    {
        for (var i = name - 2; i >= from && i >= name - 3; i--)
        {
            if (sentence.IsOneOf(i, "my|our") && RelationalNoun.Find(sentence, i + 1, out var behind) is { IsEntity: true } found && behind == name)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Reads the attribute before names: my wife Sarah.</summary>
    public static void ReadAppositions(Sentence sentence, int from, Turn turn)
    {
        for (var i = from; i < sentence.Length && turn.Speaker is not null; i++)
        {
            if (sentence.IsAt(i, WordClass.Determiner) && sentence.IsOneOf(i, "my|our") && RelationalNoun.Find(sentence, i + 1, out var behind) is { IsEntity: true } attribute
                && NounPhrases.Name(sentence, behind, out _) is { } name)
            {
                turn.AssertionCollector.Add(attribute.ToAssertion(turn.Speaker, new Entity(name)));
            }
        }
    }

    private static Subject? Add(Sentence sentence, int end, Assertion said, Clause clause, Turn turn)
    {
        var when = clause.Date(sentence, end, turn.Reference, out _);
        (sentence.Is(clause.Verb, "was") ? Claim.OfPast(when) : Claim.OfState(when)).Add(turn, said);
        return new Subject(said.Subject);
    }

    private static Entity? Owner(Sentence sentence, Clause clause, Turn turn, out RelationalNoun attribute)
    {
        attribute = default;
        for (var i = Math.Max(clause.From, clause.Verb - 8); i < clause.Verb - 1; i++)
        {
            if ((i > clause.From && sentence.IsWord(i - 1) && !sentence.IsAt(i - 1, WordClass.Linker))
                || !(sentence.IsAt(i, WordClass.Determiner) || NounPhrases.IsNamePart(sentence, i)))
            {
                continue;
            }

            if (sentence.IsOneOf(i, "my|our"))
            {
                // My sister's name is Julia.
                if (RelationalNoun.Find(sentence, i + 1, out var sister) is { IsEntity: true } relation && sentence.Is(sister, "'s")
                    && sentence.Is(sister + 1, "name") && sister + 2 == clause.Verb)
                {
                    attribute = relation;
                    return turn.Speaker;
                }

                return Ends(RelationalNoun.Find(sentence, i + 1, out var behind), behind, clause.Verb, out attribute) ? turn.Speaker : null;
            }

            if (sentence.Is(i, "the"))
            {
                if (RelationalNoun.Find(sentence, i + 1, out var of) is { } found && sentence.IsOneOf(of, "of|at")
                    && NounPhrases.Name(sentence, of + 1, out var end) is { } organization && end == clause.Verb)
                {
                    attribute = found;
                    return new Entity(organization);
                }
            }

            if (CopulaFacts.Owner(sentence, i + (sentence.Is(i, "the") ? 1 : 0), out var noun) is { } owner)
            {
                return Ends(RelationalNoun.Find(sentence, noun, out var behind), behind, clause.Verb, out attribute) ? new Entity(owner) : null;
            }
        }

        return null;
    }

    private static bool Ends(RelationalNoun? found, int behind, int verb, out RelationalNoun attribute)
    {
        attribute = found ?? default;
        return found is not null && behind == verb;
    }

    private static string? Value(Sentence sentence, int i, RelationalNoun attribute, Turn turn, out int end)
    {
        if (attribute.Predicate == "BIRTHDAY")
        {
            i += sentence.IsOneOf(i, "on|in") ? 1 : 0;
            return DatePoints.Read(sentence, i, turn.Reference, alone: false, out end) is not null ? sentence.Words(i, end) : null;
        }

        if (attribute.Predicate is "EMAIL" or "PHONE" or "NAME")
        {
            end = i + 1;
            return attribute.Predicate == "NAME" ? NounPhrases.Name(sentence, i, out end)
                : sentence.IsWord(i) && (sentence.Span(i).Contains('@') || sentence.Span(i).ContainsAnyInRange('0', '9')) ? sentence.Words(i, i + 1)
                : null;
        }

        return NounPhrases.Name(sentence, i, out end) ?? NounPhrases.Thing(sentence, i, out end);
    }
}
