using System.Globalization;
using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction;

/// <summary>Reads the objects after a verb.</summary>
internal static class Objects
{
    private const int MostObjects = 8;

    /// <summary>An object: an entity or a value.</summary>
    internal readonly record struct ObjectPhrase(Entity? Entity, string? Value);

    /// <summary>All objects: <c>apples, pears and plums</c> where several are allowed, otherwise one.</summary>
    public static List<ObjectPhrase> Read(Sentence sentence, int i, Pattern pattern, Subject subject, Turn turn, out int end)
    {
        var objects = new List<ObjectPhrase>(1);
        if (One(sentence, i, pattern, subject, turn, out end) is not { } first)
        {
            return objects;
        }

        objects.Add(first);
        while (pattern.Many && objects.Count < MostObjects && Separator(sentence, end) is > 0 and var next
            && IsSameForm(sentence, i, end, next)
            && InList(sentence, next, pattern, subject, turn, out var behind) is { } another)
        {
            objects.Add(another);
            end = behind;
        }

        return objects;
    }

    /// <summary>One object.</summary>
    public static ObjectPhrase? One(Sentence sentence, int i, Pattern pattern, Subject subject, Turn turn, out int end) => pattern.Object switch
    {
        ObjectKind.Name => FromName(Name(sentence, i, pattern, subject, out end), pattern),
        ObjectKind.Thing => FromName(Thing(sentence, i, pattern, subject, turn, out end), pattern),
        ObjectKind.Value => Thing(sentence, i, pattern, subject, turn, out end) is { } value ? new ObjectPhrase(null, JsonScalars.Quote(value)) : null,
        ObjectKind.Children => Children(sentence, i, out end),
        ObjectKind.Price => Price(sentence, i, out end),
        _ => Nothing(i, out end),
    };

    // A whole name, else a phrase.
    private static string? Thing(Sentence sentence, int i, Pattern pattern, Subject subject, Turn turn, out int end)
    {
        if (!pattern.Phrase.HasFlag(PhraseRules.Determined) && NounPhrases.Name(sentence, i, out end) is { } name && EndsPhrase(sentence, end))
        {
            return name;
        }

        return new PhraseReader(sentence, Possessors.FromClause(subject, turn), turn.Reference, pattern.Phrase).Read(i, out end);
    }

    private static string? Name(Sentence sentence, int i, Pattern pattern, Subject subject, out int end)
    {
        var name = NounPhrases.Name(sentence, Apposition.Name(sentence, i), out end);
        if (Apposition.IsKind(sentence, end))
        {
            return null;
        }

        return name ?? (subject.IsSpeaker && pattern.Predicate is "WORKS_AT" or "LIVES_IN" && IsCasual(sentence)
            ? NounPhrases.Casual(sentence, i, out end)
            : null);
    }

    // A writer of "i" uses no capitals.
    private static bool IsCasual(Sentence sentence)
    {
        for (var i = 0; i < sentence.Length; i++)
        {
            if (sentence.Span(i) is "i")
            {
                return true;
            }
        }

        return false;
    }

    private static bool EndsPhrase(Sentence sentence, int end) =>
        PhraseEnd.IsMark(sentence, end) || (sentence.IsAt(end, WordClass.Stop | WordClass.Auxiliary) && !sentence.IsAt(end, WordClass.Vague));

    private static int Separator(Sentence sentence, int end) =>
        sentence.IsMark(end, ',') ? (sentence.IsOneOf(end + 1, "and|or") ? end + 2 : end + 1)
        : sentence.Is(end, "and") ? end + 1
        : 0;

    // After "reading old books" only an activity is in the list; and after a thing and a comma, an activity is a clause.
    private static bool IsSameForm(Sentence sentence, int first, int end, int next) => Activities.Begins(sentence, first)
        ? end == first + 1 || Activities.Begins(sentence, next)
        : sentence.Is(next - 1, "and") || !Activities.Begins(sentence, next);

    // In a list, only an element that ends at once: "tea and Tom works at Acme" is no list.
    private static ObjectPhrase? InList(Sentence sentence, int i, Pattern pattern, Subject subject, Turn turn, out int end)
    {
        var name = pattern.Object == ObjectKind.Name
            ? NounPhrases.Name(sentence, i, out end)
            : Thing(sentence, i, pattern, subject, turn, out end);
        return name is not null && PhraseEnd.Is(sentence, end, turn.Reference) ? FromName(name, pattern) : null;
    }

    private static ObjectPhrase? FromName(string? name, Pattern pattern) =>
        name is { Length: > 0 and <= EntityName.MaxLength } ? new ObjectPhrase(new Entity(name, pattern.ObjectLabel), null) : null;

    private static ObjectPhrase? Children(Sentence sentence, int i, out int end)
    {
        var count = sentence.IsAt(i, WordClass.Number) ? sentence[i].Known!.Number
            : int.TryParse(sentence.Span(i), NumberStyles.None, CultureInfo.InvariantCulture, out var digits) && digits < 30 ? digits
            : 0;
        end = i + 2;
        return count > 0 && sentence.IsOneOf(i + 1, "kids|children|kid|child")
            ? new ObjectPhrase(null, count.ToString(CultureInfo.InvariantCulture))
            : null;
    }

    // $12, 12 euros, 1,200 USD per month
    private static ObjectPhrase? Price(Sentence sentence, int i, out int end)
    {
        end = i + 1;
        var word = sentence.Span(i);
        if (word.IsEmpty || !word.ContainsAnyInRange('0', '9'))
        {
            return null;
        }

        if (char.IsAsciiDigit(word[0]))
        {
            if (word[^1] is not ('€' or '£' or '$') && !sentence.IsOneOf(i + 1, "dollars|dollar|euros|euro|pounds|usd|eur|gbp|cents|francs|yen"))
            {
                return null;
            }

            end += word[^1] is '€' or '£' or '$' ? 0 : 1;
        }
        else if (word[0] is not ('€' or '£' or '$'))
        {
            return null;
        }

        if (sentence.IsOneOf(end, "per|a|an|each") && sentence.IsWord(end + 1))
        {
            end += 2;
        }

        return new ObjectPhrase(null, JsonScalars.Quote(sentence.Words(i, end)));
    }

    private static ObjectPhrase? Nothing(int i, out int end)
    {
        end = i;
        return null;
    }
}
