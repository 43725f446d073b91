using System.Globalization;
using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction;

/// <summary>What a person or a thing is: a teacher, the CEO of Acme, born in 1990, 34 years old.</summary>
internal static class CopulaFacts
{
    /// <summary>Whether a word is a form of be or become, or a verb of appointment.</summary>
    public static bool IsVerb(Sentence sentence, int i) => sentence.IsAt(i, WordClass.Becoming) || Verb.IsBe(sentence, i);

    /// <summary>Reads the clause.</summary>
    /// <returns>Its subject when a fact was read.</returns>
    public static Subject? Read(Sentence sentence, Clause clause, Turn turn)
    {
        var before = Verb.Before(sentence, clause.Verb, clause.From, out var end);
        var becoming = sentence.IsAt(clause.Verb, WordClass.Becoming);
        var past = before.HasFlag(Auxiliaries.Had) || sentence.IsOneOf(clause.Verb, "was|were");
        var i = becoming ? Became(sentence, clause.Verb) : clause.Verb + 1;
        var over = before.HasFlag(Auxiliaries.NoLonger) || (becoming && sentence.IsOneOf(clause.Verb, "stepped|resigned"));
        var denied = before.HasFlag(Auxiliaries.Not) && !over;
        for (; sentence.IsAt(i, WordClass.Adverb) || sentence.IsOneOf(i, "not|n't|no|been|as"); i++)
        {
            over |= sentence.Is(i, "no") && sentence.Is(i + 1, "longer");
            denied |= sentence.IsOneOf(i, "not|n't|never") || (sentence.Is(i, "no") && !sentence.Is(i + 1, "longer"));
            i += sentence.Is(i, "no") ? 1 : 0;
        }

        // Was appointed: that word counts.
        if (denied || i < 0 || sentence.IsAt(i, WordClass.Becoming) || !MaySay(sentence, i)
            || Subject.Find(sentence, end, clause.From, turn, clause.Before) is not { Other: null } subject
            || (sentence.Is(clause.Verb, "are") && !subject.IsSpeaker))
        {
            return null;
        }

        var being = new Being(subject, past, over, clause);
        return Birth(sentence, i, being, turn) || Age(sentence, i, being, turn) || Post(sentence, i, being, turn)
            || Plan(sentence, i, being, turn) || KindFacts.Read(sentence, i, being, turn) || NewName(sentence, i, being, turn)
            ? subject
            : null;
    }

    // Most statements of what things are give no fact here: this early check avoids trying every pattern.
    private static bool MaySay(Sentence sentence, int i) =>
        sentence.IsWord(i) && (sentence.IsAt(i, WordClass.Complement) || char.IsUpper(sentence.Span(i)[0]) || char.IsAsciiDigit(sentence.Span(i)[0])
            || sentence.IsAt(i, WordClass.Role) || sentence.IsAt(i + 1, WordClass.Role) || sentence.IsAt(i + 2, WordClass.Role)
            || NounPhrases.IsNamePart(sentence, i));

    // The CEO of Acme, CEO of Acme, Anna's manager, my manager: the holder changes, so it is a fact of the other entity.
    private static bool Post(Sentence sentence, int i, Being being, Turn turn)
    {
        if (sentence.IsOneOf(i, "my|our") && turn.Speaker is { } speaker && RelationalNoun.Find(sentence, i + 1, out var behind) is { IsEntity: true } mine)
        {
            being.Add(sentence, behind, turn, mine.ToAssertion(speaker, being.Subject.One));
            return true;
        }

        if (NounPhrases.IsNamePart(sentence, i) && Owner(sentence, i, out var noun) is { } owner
            && RelationalNoun.Find(sentence, noun, out behind) is { IsEntity: true } theirs)
        {
            being.Add(sentence, behind, turn, theirs.ToAssertion(new Entity(owner), being.Subject.One));
            return true;
        }

        var role = RelationalNoun.Role(sentence, sentence.Is(i, "the") ? i + 1 : i, out behind);
        if (role is null || !sentence.IsOneOf(behind, "of|at|for") || Organization(sentence, behind + 1, role, out var end) is not { } organization)
        {
            return false;
        }

        being.Add(sentence, end, turn, new RelationalNoun(role, IsEntity: true, Many: false).ToAssertion(new Entity(organization), being.Subject.One));
        return true;
    }

    // Software often has no capital letter.
    private static string? Organization(Sentence sentence, int i, string role, out int end) =>
        NounPhrases.Name(sentence, i, out end) ?? (role is "MAINTAINER" or "AUTHOR" ? NounPhrases.Thing(sentence, i, out end, longest: 2) : null);

    /// <summary>The name before an 's.</summary>
    public static string? Owner(Sentence sentence, int i, out int behind)
    {
        behind = i;
        while (NounPhrases.IsNamePart(sentence, behind))
        {
            behind++;
        }

        var owner = behind > i && sentence.Is(behind, "'s") ? sentence.Words(i, behind) : null;
        behind++;
        return owner;
    }

    // On the Pro plan
    private static bool Plan(Sentence sentence, int i, Being being, Turn turn)
    {
        if (!sentence.Is(i, "on") || !sentence.Is(i + 1, "the") || !sentence.IsWord(i + 2) || !sentence.IsOneOf(i + 3, "plan|tier"))
        {
            return false;
        }

        being.Add(sentence, i + 4, turn, new Assertion
        {
            Subject = being.Subject.One, Predicate = "PLAN", Value = JsonScalars.Quote(sentence.Words(i + 2, i + 3)), SingleValued = true,
        });
        return true;
    }

    // Now called Globex
    private static bool NewName(Sentence sentence, int i, Being being, Turn turn)
    {
        var at = sentence.Is(i, "called") ? i + 1 : sentence.Is(i, "known") && sentence.Is(i + 1, "as") ? i + 2 : -1;
        if (at < 0 || !sentence.Is(i - 1, "now") || NounPhrases.Name(sentence, at, out var end) is not { } name)
        {
            return false;
        }

        being.Add(sentence, end, turn, new Assertion { Subject = being.Subject.One, Predicate = "RENAMED_TO", Object = new Entity(name), SingleValued = true });
        return true;
    }

    private static bool Age(Sentence sentence, int i, Being being, Turn turn)
    {
        var years = sentence.IsOneOf(i + 1, "years|year") && sentence.Is(i + 2, "old");
        if (being.Past || !int.TryParse(sentence.Span(i), NumberStyles.None, CultureInfo.InvariantCulture, out var age) || age is 0 or > 120
            || !(years || (being.Subject.IsSpeaker && i + 1 == sentence.Length)))
        {
            return false;
        }

        being.Add(sentence, years ? i + 3 : i + 1, turn, new Assertion
        {
            Subject = being.Subject.One with { Label = "Person" }, Predicate = "AGE", Value = age.ToString(CultureInfo.InvariantCulture), SingleValued = true,
        });
        return true;
    }

    // Born on 5 May 1990 in Berlin; founded in 1999: it holds from that day on, not only during it.
    private static bool Birth(Sentence sentence, int i, Being being, Turn turn)
    {
        var (on, label) = sentence.Is(i, "born") ? ("BORN_ON", "Person")
            : sentence.IsOneOf(i, "founded|established") ? ("FOUNDED_ON", "Organization")
            : ("", "");
        if (on.Length == 0)
        {
            return false;
        }

        var subject = being.Subject.One with { Label = label };
        string? place = null;
        var date = default(TimeExpression);
        for (i++; i < sentence.Length && !sentence.IsOneOf(i, "and|but|who|which") && (date.Kind == TimeExpressionKind.Undated || place is null); i++)
        {
            if (date.Kind == TimeExpressionKind.Undated && DatePhrases.Read(sentence, i, turn.Reference, out var end) is { Kind: TimeExpressionKind.At } found)
            {
                date = found;
                i = end - 1;
            }
            else if (place is null && sentence.Is(i, "in") && on == "BORN_ON" && NounPhrases.Name(sentence, i + 1, out end) is { } name)
            {
                place = name;
                i = end - 1;
            }
        }

        DateTimeOffset? at = date.Kind == TimeExpressionKind.At ? date.From.Start : null;
        if (at is not null)
        {
            new Claim(true, at, false, null).Add(turn, new Assertion
            {
                Subject = subject, Predicate = on, Value = JsonScalars.Quote(date.From.ToString()), SingleValued = true,
            });
        }

        if (place is not null)
        {
            new Claim(true, at, false, null).Add(turn, new Assertion
            {
                Subject = subject, Predicate = "BORN_IN", Object = new Entity(place, "Location"), SingleValued = true,
            });
        }

        return at is not null || place is not null;
    }

    /// <returns>The token after the words of an appointment; -1 when there are none.</returns>
    private static int Became(Sentence sentence, int i)
    {
        var next = sentence.IsOneOf(i, "stepped|took") && sentence.IsOneOf(i + 1, "down|over") ? i + 2 : i + 1;
        return sentence.IsOneOf(i, "stepped|took|resigned") ? (sentence.Is(next, "as") ? next + 1 : -1)
            : sentence.Is(i, "promoted") ? (sentence.Is(next, "to") ? next + 1 : -1)
            : next;
    }
}
