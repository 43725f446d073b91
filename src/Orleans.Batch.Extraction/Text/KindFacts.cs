using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction;

/// <summary>What someone or something is: a teacher, a developer at Acme, a member of the club, a fan of jazz.</summary>
internal static class KindFacts
{
    /// <summary>Reads the words after a form of be.</summary>
    /// <returns>Whether a fact was read.</returns>
    public static bool Read(Sentence sentence, int i, Being being, Turn turn)
    {
        if (!sentence.IsOneOf(i, "a|an"))
        {
            return false;
        }

        if (Relation(sentence, i + 1, out var of) is { } relation)
        {
            return Related(sentence, of, relation, being, turn);
        }

        if (Adjectives.Is(sentence, i + 1) || Phrase(sentence, i, PhraseRules.DropsTail, being, turn, out var end) is not { } kind)
        {
            return false;
        }

        being.Add(sentence, end, turn, new Assertion { Subject = being.Subject.One, Predicate = "IS_A", Value = JsonScalars.Quote(kind) });
        AddPlace(sentence, end, kind, being, turn);
        return true;
    }

    // A developer at Acme works there, and a student studies there.
    private static void AddPlace(Sentence sentence, int at, string kind, Being being, Turn turn)
    {
        if (sentence.Is(at, "at") && NounPhrases.Name(sentence, at + 1, out var behind) is { } organization)
        {
            being.Add(sentence, behind, turn, new Assertion
            {
                Subject = being.Subject.One with { Label = "Person" },
                Predicate = IsStudent(kind) ? "STUDIES_AT" : "WORKS_AT",
                Object = new Entity(organization, "Organization"),
                SingleValued = true,
            });
        }
    }

    private static bool IsStudent(string kind) => kind.EndsWith("student", StringComparison.OrdinalIgnoreCase)
        || kind is "freshman" or "sophomore" or "junior" or "senior" or "undergraduate" or "undergrad";

    private static string? Relation(Sentence sentence, int i, out int of)
    {
        of = sentence.IsOneOf(i, "big|huge|massive|longtime|die-hard") ? i + 1 : i;
        return !sentence.Is(of + 1, "of") ? null : sentence.Is(of, "member") ? "MEMBER_OF" : sentence.Is(of, "fan") ? "LIKES" : null;
    }

    private static bool Related(Sentence sentence, int noun, string relation, Being being, Turn turn)
    {
        var whole = NounPhrases.Name(sentence, noun + 2, out var end) is { } name && PhraseEnd.Is(sentence, end, turn.Reference) ? name
            : Phrase(sentence, noun + 2, relation == "LIKES" ? PhraseRules.Activity : PhraseRules.Definite, being, turn, out end);
        if (whole is not null)
        {
            being.Add(sentence, end, turn, new Assertion { Subject = being.Subject.One, Predicate = relation, Object = new Entity(whole) });
        }

        return whole is not null;
    }

    private static string? Phrase(Sentence sentence, int i, PhraseRules rules, Being being, Turn turn, out int end) =>
        new PhraseReader(sentence, Possessors.FromClause(being.Subject, turn), turn.Reference, rules).Read(i, out end);
}
