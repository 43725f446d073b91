namespace Orleans.Batch.Extraction;

/// <summary>The meaning of a pattern's sentence for its fact.</summary>
internal enum Sense
{
    /// <summary>It holds; in the past tense it held from one date to another.</summary>
    State,

    /// <summary>It held, unless an auxiliary states that it still does (<c>has worked</c>).</summary>
    PastState,

    /// <summary>It began to hold.</summary>
    Begin,

    /// <summary>It ceased to hold.</summary>
    End,
}

/// <summary>What may follow a verb.</summary>
internal enum ObjectKind
{
    /// <summary>A name: words with capitals.</summary>
    Name,

    /// <summary>Any noun phrase, as an entity.</summary>
    Thing,

    /// <summary>Any noun phrase, as a value.</summary>
    Value,

    /// <summary>A number of children: it is the value.</summary>
    Children,

    /// <summary>A price.</summary>
    Price,
}

/// <summary>The form of be with a verb.</summary>
internal enum Be
{
    /// <summary>None: joined.</summary>
    Never,

    /// <summary>One: is based.</summary>
    Always,

    /// <summary>Either: working.</summary>
    Maybe,
}

/// <summary>A verb, what follows it, and the fact it states.</summary>
/// <param name="Words">The words in order; a bar separates alternatives, a question mark ends what may be missing.</param>
/// <param name="Sense">The meaning for the fact.</param>
/// <param name="Predicate">The fact.</param>
/// <param name="Object">What follows.</param>
internal sealed record Pattern(string Words, Sense Sense, string Predicate, ObjectKind Object)
{
    private readonly (string Words, bool Optional)[] _behind = [.. Words.Split(' ').Skip(1).Select(static w => (w.TrimEnd('?'), w[^1] == '?'))];

    public bool Many { get; init; }

    /// <summary>The phrases it accepts as object.</summary>
    public PhraseRules Phrase { get; init; }

    public Be Be { get; init; }

    public string? SubjectLabel { get; init; }

    public string? ObjectLabel { get; init; }

    /// <summary>The fact that holds when this one does not.</summary>
    public string? Opposite { get; init; }

    /// <summary>Whether the fact swaps subject and object.</summary>
    public bool Swapped { get; init; }

    /// <summary>Whether the fact is symmetric.</summary>
    public bool Mutual { get; init; }

    /// <summary>The forms of the verb.</summary>
    public string[] Anchors => Words.Split(' ')[0].Split('|');

    /// <summary>Matches the words after the first one.</summary>
    /// <returns>The token after the match; -1 when there is none.</returns>
    public int Match(Sentence sentence, int anchor)
    {
        var i = anchor + 1;
        foreach (var (words, optional) in _behind)
        {
            if (sentence.IsOneOf(i, words))
            {
                i++;
            }
            else if (!optional)
            {
                return -1;
            }
        }

        return i;
    }
}
