using System.Collections.Frozen;
using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction;

/// <summary>An attribute of a person, single or multiple: a manager, a sister, an email address.</summary>
/// <param name="Predicate">The fact.</param>
/// <param name="IsEntity">Whether it is a person, not a value.</param>
/// <param name="Many">Whether there may be several.</param>
internal readonly record struct RelationalNoun(string Predicate, bool IsEntity, bool Many)
{
    private const int LongestRole = 4;

    private static readonly FrozenDictionary<string, RelationalNoun>.AlternateLookup<ReadOnlySpan<char>> Known = Build();

    /// <summary>The attribute whose words begin at a token.</summary>
    public static RelationalNoun? Find(Sentence sentence, int i, out int behind)
    {
        behind = i + 1;
        if (!sentence.IsWord(i))
        {
            return null;
        }

        if (sentence.IsOneOf(i, "favourite|favorite") && sentence.IsWord(i + 1) && !sentence.IsAt(i + 1, WordClass.Stop))
        {
            behind = i + 2;
            return new RelationalNoun("FAVORITE_" + KeyNames.Predicate(sentence.Words(i + 1, i + 2)), IsEntity: false, Many: false);
        }

        if (sentence.IsWord(i + 1) && Known.TryGetValue(sentence.Source.AsSpan()[sentence[i].Start..sentence[i + 1].End], out var two))
        {
            behind = i + 2;
            return two;
        }

        return Known.TryGetValue(sentence.Span(i), out var one) ? one
            : Role(sentence, i, out behind) is { } role ? new RelationalNoun(role, IsEntity: true, Many: false)
            : null;
    }

    /// <summary>A role whose words begin at a token: CEO, marketing director.</summary>
    public static string? Role(Sentence sentence, int i, out int behind)
    {
        behind = i;
        while (sentence.IsWord(behind) && behind - i < LongestRole && !sentence.IsAt(behind, WordClass.Stop | WordClass.Connector | WordClass.Determiner))
        {
            behind++;
        }

        return behind > i && behind - i < LongestRole && sentence.IsAt(behind - 1, WordClass.Role)
            ? KeyNames.Predicate(sentence.Words(i, behind))
            : null;
    }

    /// <summary>An attribute of a person.</summary>
    public Assertion ToAssertion(Entity owner, Entity one) => new()
    {
        Subject = owner, Predicate = Predicate, Object = one with { Label = one.Label ?? "Person" }, SingleValued = !Many,
    };

    private static FrozenDictionary<string, RelationalNoun>.AlternateLookup<ReadOnlySpan<char>> Build()
    {
        var known = new Dictionary<string, RelationalNoun>(StringComparer.OrdinalIgnoreCase);
        Add("wife husband spouse partner girlfriend boyfriend mother father boss manager doctor dentist therapist teacher landlord mentor employer", true, false);
        Add("son daughter brother sister friend colleague dog cat pet cousin uncle aunt roommate flatmate", true, true);
        Add("name email birthday job occupation profession address nickname hometown nationality timezone phone", false, false);
        foreach (var (words, predicate) in new[]
        {
            ("email address", "EMAIL"), ("e-mail", "EMAIL"), ("e-mail address", "EMAIL"), ("phone number", "PHONE"), ("job title", "JOB_TITLE"),
            ("time zone", "TIMEZONE"), ("home town", "HOMETOWN"), ("home address", "ADDRESS"), ("mum", "MOTHER"), ("mom", "MOTHER"), ("dad", "FATHER"),
        })
        {
            known[words] = new RelationalNoun(predicate, predicate is "MOTHER" or "FATHER", Many: false);
        }

        known["best friend"] = new RelationalNoun("BEST_FRIEND", IsEntity: true, Many: false);
        return known.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

        void Add(string words, bool entity, bool many)
        {
            foreach (var word in words.Split(' '))
            {
                known[word] = new RelationalNoun(word.ToUpperInvariant(), entity, many);
            }
        }
    }
}
