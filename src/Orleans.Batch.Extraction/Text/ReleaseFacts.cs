using System.Buffers;
using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction;

/// <summary>Versions: Foo 2.1 was released, we upgraded Foo to 2.1, Foo is on version 2.1.</summary>
internal static class ReleaseFacts
{
    private static readonly SearchValues<char> NoVersion = SearchValues.Create("/@:,%$€£");

    /// <summary>Whether a word is a version.</summary>
    public static bool IsVerb(Sentence sentence, int i)
    {
        var word = sentence.Span(i);
        if (word.Length < 3 || !word.Contains('.'))
        {
            return false;
        }

        var digits = word[0] is 'v' or 'V' ? word[1..] : word;
        return char.IsAsciiDigit(digits[0]) && char.IsAsciiLetterOrDigit(digits[^1]) && !digits.ContainsAny(NoVersion);
    }

    /// <summary>Reads the clause around a version.</summary>
    public static Subject? Read(Sentence sentence, Clause clause, Turn turn)
    {
        if (!IsVerb(sentence, clause.Verb))
        {
            return null;
        }

        var version = sentence.Words(clause.Verb, clause.Verb + 1).TrimStart('v', 'V');
        var before = clause.Verb - (sentence.Is(clause.Verb - 1, "version") ? 2 : 1);
        var end = clause.Verb + 1;
        var name = sentence.Is(before, "to") ? Upgraded(sentence, before - 1, clause.From)
            : sentence.IsOneOf(before, "on|at|running") && before < clause.Verb - 1 ? Running(sentence, before, clause.From, turn)
            : Released(sentence, before, clause.From, ref end);
        if (name is null)
        {
            return null;
        }

        var when = clause.Date(sentence, end, turn.Reference, out _);
        var subject = new Entity(name);
        Claim.OfState(when).Add(turn, new Assertion { Subject = subject, Predicate = "VERSION", Value = JsonScalars.Quote(version), SingleValued = true });
        return null;
    }

    private static string? Upgraded(Sentence sentence, int end, int from)
    {
        end -= IsVerb(sentence, end) && sentence.Is(end - 1, "from") ? 2 : 0;
        var start = Start(sentence, end, from);
        return start <= end && sentence.IsOneOf(start - 1, "upgraded|updated|bumped") ? sentence.Words(start, end + 1) : null;
    }

    private static string? Running(Sentence sentence, int at, int from, Turn turn)
    {
        _ = Verb.Before(sentence, at, from, out var end);
        var subject = Subject.Find(sentence, end, from, turn, null) ?? Subject.Thing(sentence, end, from);
        return end < at - 1 && subject is { IsSpeaker: false } ? subject.Value.One.Name : null;
    }

    private static string? Released(Sentence sentence, int end, int from, ref int behind)
    {
        var start = Start(sentence, end, from);
        if (start > end)
        {
            return null;
        }

        var by = sentence.IsOneOf(start - 1, "released|shipped|published");
        var first = start <= from || !sentence.IsWord(start - 1) || sentence.IsAt(start - 1, WordClass.Linker);
        while (first && !by && (Verb.IsBe(sentence, behind) || sentence.IsOneOf(behind, "has|now|finally")))
        {
            behind++;
            by = sentence.IsOneOf(behind, "released|out|available|shipped|published|live");
            behind += by ? 1 : 0;
        }

        return by ? sentence.Words(start, end + 1) : null;
    }

    // A name, or one word of software without a capital letter.
    private static int Start(Sentence sentence, int end, int from)
    {
        var start = NounPhrases.NameBackwards(sentence, end, from);
        return start > end && end >= from && sentence.IsWord(end) && !sentence.IsAt(end, WordClass.Stop | WordClass.Determiner | WordClass.Auxiliary)
            ? end
            : start;
    }
}
