using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction;

/// <summary>Facts of one verb: subject, verb, object, date.</summary>
internal static class VerbFacts
{
    /// <summary>Tries the patterns that begin with a verb.</summary>
    /// <returns>The subject where one of them matched.</returns>
    public static Subject? Read(Sentence sentence, Clause clause, Pattern[] patterns, Turn turn)
    {
        var auxiliaries = Verb.Before(sentence, clause.Verb, clause.From, out var end);
        var found = end < clause.From ? Omitted(sentence, clause, auxiliaries, turn) : Subject.Find(sentence, end, clause.From, turn, clause.Before);
        found ??= patterns[0].Object == ObjectKind.Price ? Subject.Thing(sentence, end, clause.From) : null;
        if (found is not { } subject)
        {
            return null;
        }

        Subject? matched = null;
        foreach (var pattern in patterns)
        {
            // What any event says, a pattern before it may have said more exactly.
            if ((matched is null || !pattern.Phrase.HasFlag(PhraseRules.Determined))
                && GoesWith(sentence, clause.Verb, pattern, auxiliaries, subject) && Read(sentence, clause, pattern, auxiliaries, subject, turn))
            {
                matched = subject;
            }
        }

        return matched;
    }

    // Lost my job yesterday: in a conversation, that is the speaker. No other form of the verb is, as it may be an order.
    private static Subject? Omitted(Sentence sentence, Clause clause, Auxiliaries auxiliaries, Turn turn) =>
        turn.Speaker is { } speaker && auxiliaries == Auxiliaries.None
            && sentence.IsOneOf(clause.Verb, "lost|won|went|bought|got|finished|started|opened|joined|visited|attended|made|signed|met|adopted|moved|built")
            ? new Subject(speaker, null, true)
            : null;

    private static bool Read(Sentence sentence, Clause clause, Pattern pattern, Auxiliaries auxiliaries, Subject subject, Turn turn)
    {
        var at = pattern.Match(sentence, clause.Verb);
        if (at < 0)
        {
            return ReadChange(sentence, clause, pattern, subject, turn);
        }

        var objects = Objects.Read(sentence, at, pattern, subject, turn, out var end);
        if (objects.Count == 0)
        {
            return false;
        }

        var when = clause.Date(sentence, end, turn.Reference, out var anyMore);
        foreach (var one in objects)
        {
            State(pattern, auxiliaries, anyMore, subject, one, when, turn);
        }

        return true;
    }

    // Moved from Munich to Berlin: one ends, the other begins.
    private static bool ReadChange(Sentence sentence, Clause clause, Pattern pattern, Subject subject, Turn turn)
    {
        if (pattern.Sense != Sense.Begin || pattern.Be != Be.Never || !sentence.Is(clause.Verb + 1, "from") || !pattern.Words.EndsWith(" to", StringComparison.Ordinal))
        {
            return false;
        }

        var old = Objects.One(sentence, clause.Verb + 2, pattern, subject, turn, out var to);
        if (old is null || !sentence.Is(to, "to") || Objects.One(sentence, to + 1, pattern, subject, turn, out var end) is not { } fresh)
        {
            return false;
        }

        var when = clause.Date(sentence, end, turn.Reference, out _);
        Add(Claim.OfEnd(when), pattern, pattern.Predicate, subject, old.Value, turn);
        Add(Claim.OfState(when), pattern, pattern.Predicate, subject, fresh, turn);
        return true;
    }

    private static void State(
        Pattern pattern, Auxiliaries auxiliaries, bool anyMore, Subject subject, Objects.ObjectPhrase one, TimeExpression when, Turn turn)
    {
        var sense = pattern.Sense;
        var past = auxiliaries.Any(Auxiliaries.Was | Auxiliaries.Had)
            || (sense == Sense.PastState && !auxiliaries.Any(Auxiliaries.Have | Auxiliaries.Short));
        var claim = auxiliaries switch
        {
            _ when auxiliaries.HasFlag(Auxiliaries.Not) && (anyMore || auxiliaries.HasFlag(Auxiliaries.NoLonger)) =>
                sense == Sense.State ? Claim.OfEnd(when) : default,
            _ when auxiliaries.HasFlag(Auxiliaries.Not) => default,
            _ when auxiliaries.HasFlag(Auxiliaries.Stopped) => Claim.OfEnd(when),
            _ when auxiliaries.HasFlag(Auxiliaries.UsedTo) => Claim.OfUsedTo(when),
            _ when auxiliaries.HasFlag(Auxiliaries.Did) => default,
            _ when sense is Sense.State && auxiliaries.Any(Auxiliaries.Got | Auxiliaries.Started) => Claim.OfState(when),
            _ when sense is Sense.State or Sense.PastState => past ? Claim.OfPast(when) : Claim.OfState(when),
            _ when auxiliaries.HasFlag(Auxiliaries.Had) && when.Kind == TimeExpressionKind.Undated => default,
            _ => sense == Sense.Begin ? Claim.OfState(when) : Claim.OfEnd(when),
        };
        var denied = auxiliaries.HasFlag(Auxiliaries.Not) && !auxiliaries.HasFlag(Auxiliaries.NoLonger) && !anyMore && !past && !auxiliaries.HasFlag(Auxiliaries.Did);
        if (pattern.Opposite is { } opposite && (denied || claim.Begins))
        {
            var now = denied ? Claim.OfState(when) : claim;
            Add(now with { Ends = false }, pattern, denied ? opposite : pattern.Predicate, subject, one, turn);
            if (!claim.Ends)
            {
                Add(new Claim(false, null, true, now.From), pattern, denied ? pattern.Predicate : opposite, subject, one, turn);
            }

            claim = claim with { Begins = false };
        }

        Add(claim, pattern, pattern.Predicate, subject, one, turn);
    }

    private static void Add(Claim claim, Pattern pattern, string predicate, Subject subject, Objects.ObjectPhrase one, Turn turn)
    {
        AddOne(claim, pattern, predicate, subject.One, one, turn);
        if (subject.Other is { } other)
        {
            AddOne(claim, pattern, predicate, other, one, turn);
        }
    }

    private static void AddOne(Claim claim, Pattern pattern, string predicate, Entity subject, Objects.ObjectPhrase one, Turn turn)
    {
        subject = subject with { Label = pattern.SubjectLabel ?? subject.Label };
        if (one.Entity is { } entity)
        {
            if (pattern is { ObjectLabel: "Person" })
            {
                turn.Note(entity);
            }

            var (source, target) = pattern.Swapped ? (entity, subject) : (subject, entity);
            var said = new Assertion { Subject = source, Predicate = predicate, Object = target, SingleValued = !pattern.Many };
            claim.Add(turn, said);
            if (pattern.Mutual)
            {
                claim.Add(turn, said with { Subject = target, Object = source });
            }
        }
        else
        {
            claim.Add(turn, new Assertion { Subject = subject, Predicate = predicate, Value = one.Value, SingleValued = !pattern.Many });
        }
    }

    // She works, I work, she is working: another form belongs to another subject.
    private static bool GoesWith(Sentence sentence, int verb, Pattern pattern, Auxiliaries auxiliaries, Subject subject)
    {
        var word = sentence.Span(verb);
        var ing = word.EndsWith("ing", StringComparison.OrdinalIgnoreCase);
        var be = auxiliaries.Any(Auxiliaries.Is | Auxiliaries.Was | Auxiliaries.Been | Auxiliaries.Got);
        var shortened = auxiliaries.HasFlag(Auxiliaries.Short);
        if (ing)
        {
            return be || shortened || auxiliaries.Any(Auxiliaries.Started | Auxiliaries.Stopped);
        }

        if (auxiliaries.Any(Auxiliaries.Started | Auxiliaries.Stopped))
        {
            return false;
        }

        if (pattern.Be == Be.Always)
        {
            return (be || shortened) && !(sentence.Is(verb, "into") && auxiliaries.HasFlag(Auxiliaries.Got));
        }

        // Something else, like a walk
        if ((!sentence.IsWord(verb - 1) || (sentence.IsAt(verb - 1, WordClass.Linker) && !sentence.IsAt(verb - 1, WordClass.Adverb))) && sentence.IsOneOf(verb, "like|likes"))
        {
            return false;
        }

        if (sentence.Is(verb, "stand"))
        {
            return auxiliaries.HasFlag(Auxiliaries.Not);
        }

        // "Have got" is a possession, "got" an event.
        if (be || pattern.Sense != Sense.State)
        {
            return !be && !(auxiliaries.Any(Auxiliaries.Have | Auxiliaries.Had | Auxiliaries.Short) && sentence.Is(verb, "got"));
        }

        const Auxiliaries withBase = Auxiliaries.Do | Auxiliaries.Does | Auxiliaries.Did | Auxiliaries.UsedTo;
        var third = word[^1] is 's' or 'S' && !word.Equals("was", StringComparison.OrdinalIgnoreCase);
        return !shortened && (third ? !subject.TakesBaseForm && !auxiliaries.Any(withBase)
            : subject.TakesBaseForm || auxiliaries.Any(withBase));
    }
}
