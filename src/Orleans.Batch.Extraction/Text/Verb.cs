namespace Orleans.Batch.Extraction;

/// <summary>The words between a subject and its verb.</summary>
[Flags]
internal enum Auxiliaries
{
    None = 0,
    Is = 1,
    Was = 1 << 1,
    Have = 1 << 2,
    Had = 1 << 3,
    Got = 1 << 4,
    Does = 1 << 5,
    Did = 1 << 6,
    Not = 1 << 7,
    NoLonger = 1 << 8,
    UsedTo = 1 << 9,
    Started = 1 << 10,
    Stopped = 1 << 11,
    Do = 1 << 12,

    /// <summary>'s: is or has.</summary>
    Short = 1 << 13,
    Been = 1 << 14,
}

/// <summary>Reads the words before a verb, back to its subject.</summary>
internal static class Verb
{
    private static readonly Dictionary<string, Auxiliaries> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["am"] = Auxiliaries.Is, ["is"] = Auxiliaries.Is, ["are"] = Auxiliaries.Is, ["'m"] = Auxiliaries.Is, ["'re"] = Auxiliaries.Is,
        ["’m"] = Auxiliaries.Is, ["’re"] = Auxiliaries.Is, ["'s"] = Auxiliaries.Short, ["’s"] = Auxiliaries.Short,
        ["was"] = Auxiliaries.Was, ["were"] = Auxiliaries.Was, ["been"] = Auxiliaries.Been,
        ["have"] = Auxiliaries.Have, ["has"] = Auxiliaries.Have, ["'ve"] = Auxiliaries.Have, ["’ve"] = Auxiliaries.Have, ["had"] = Auxiliaries.Had,
        ["got"] = Auxiliaries.Got, ["get"] = Auxiliaries.Got, ["gets"] = Auxiliaries.Got,
        ["do"] = Auxiliaries.Do, ["does"] = Auxiliaries.Does, ["did"] = Auxiliaries.Did,
        ["not"] = Auxiliaries.Not, ["n't"] = Auxiliaries.Not, ["n’t"] = Auxiliaries.Not, ["never"] = Auxiliaries.Not, ["ca"] = Auxiliaries.None,
        ["started"] = Auxiliaries.Started, ["began"] = Auxiliaries.Started, ["begun"] = Auxiliaries.Started,
        ["stopped"] = Auxiliaries.Stopped, ["quit"] = Auxiliaries.Stopped, ["ceased"] = Auxiliaries.Stopped,
    };

    private static readonly Dictionary<string, Auxiliaries>.AlternateLookup<ReadOnlySpan<char>> Lookup = Known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether one of several was found.</summary>
    public static bool Any(this Auxiliaries found, Auxiliaries several) => (found & several) != Auxiliaries.None;

    /// <summary>Whether a word is a form of be.</summary>
    public static bool IsBe(Sentence sentence, int i) =>
        sentence.IsAt(i, WordClass.Auxiliary) && Lookup.TryGetValue(sentence.Span(i), out var auxiliary)
        && auxiliary.Any(Auxiliaries.Is | Auxiliaries.Was | Auxiliaries.Short | Auxiliaries.Been);

    /// <summary>Reads the words before a verb.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="verb">The position of the verb.</param>
    /// <param name="from">Where to stop.</param>
    /// <param name="end">The last token of the subject.</param>
    public static Auxiliaries Before(Sentence sentence, int verb, int from, out int end)
    {
        var found = Auxiliaries.None;
        end = verb - 1;
        while (end >= from && sentence.IsWord(end))
        {
            if (sentence.Is(end, "longer") && sentence.Is(end - 1, "no"))
            {
                found |= Auxiliaries.Not | Auxiliaries.NoLonger;
                end -= 2;
            }
            else if (sentence.Is(end, "to") && sentence.Is(end - 1, "used"))
            {
                found |= Auxiliaries.UsedTo;
                end -= 2;
            }
            else if (sentence.IsAt(end, WordClass.Auxiliary) && Lookup.TryGetValue(sentence.Span(end), out var auxiliary))
            {
                found |= auxiliary;
                end--;
            }
            else if (sentence.IsAt(end, WordClass.Adverb))
            {
                end--;
            }
            else
            {
                break;
            }
        }

        return found;
    }
}
