using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction;

/// <summary>
/// Reads a noun phrase to its end. A phrase that goes on in a way the rules do not know yields nothing: what is cut off
/// usually says something else.
/// </summary>
internal readonly ref struct PhraseReader(Sentence sentence, Possessors possessors, DateTimeOffset reference, PhraseRules rules)
{
    private const int LongestPart = 6;
    private const int LongestPhrase = 12;
    private const int Deepest = 2;
    private const WordClass Outside =
        WordClass.Stop | WordClass.Pronoun | WordClass.Determiner | WordClass.Auxiliary | WordClass.Connector | WordClass.Closing;

    private readonly Sentence _sentence = sentence;

    /// <summary>The phrase that begins at a token, without its article; null where there is none.</summary>
    public string? Read(int i, out int end)
    {
        var start = _sentence.IsOneOf(i, "a|an|the|some") || (rules.HasFlag(PhraseRules.Owned) && possessors.Owner(_sentence, i) is not null) ? i + 1 : i;
        end = start;
        var behind = IsActivity(i) ? ReadActivity(i, 0) : ReadNoun(i, 0);
        if (behind <= start || behind - start > LongestPhrase || (rules.HasFlag(PhraseRules.NoRecipient) && IsForOthers(behind)))
        {
            return null;
        }

        end = behind;
        return possessors.Resolve(_sentence, start, behind) is { Length: > 1 and <= EntityName.MaxLength } phrase ? phrase : null;
    }

    private bool IsActivity(int i) => Activities.Begins(_sentence, i)
        && (rules.HasFlag(PhraseRules.Activity) || (rules.HasFlag(PhraseRules.OtherActivity) && _sentence[i].Known is not { Patterns.Length: > 0 }));

    /// <returns>The token after the phrase; -1 when it cannot be finished.</returns>
    private int ReadNoun(int i, int depth)
    {
        if (depth > Deepest || FirstContent(i, depth) is not (>= 0 and var start))
        {
            return -1;
        }

        var end = ContentEnd(start);
        if (end == start || end - start > LongestPart || !IsHead(end - 1))
        {
            return -1;
        }

        if (ReadsOn(end, depth))
        {
            return IsTrivial(start, end) && _sentence.Is(end, "to") ? -1 : ReadComplement(end, depth);
        }

        var complete = PhraseEnd.Is(_sentence, end, reference) || (rules.HasFlag(PhraseRules.DropsTail) && PhraseEnd.IsTail(_sentence, end));
        return complete && !IsAdjectiveSeries(i, end) && StandsAlone(i, start, end, depth) ? end : -1;
    }

    // Cooking, playing games, spending time with friends
    private int ReadActivity(int i, int depth)
    {
        var next = i + 1;
        next += _sentence.IsOneOf(next, "out|up|around|away|off|back|down") ? 1 : 0;
        if (depth > Deepest)
        {
            return -1;
        }

        var needsMore = _sentence.IsAt(i, WordClass.Transitive);
        if (!needsMore && PhraseEnd.Is(_sentence, next, reference))
        {
            return next;
        }

        return PhraseEnd.IsPreposition(_sentence, next) ? ReadComplement(next, depth) : ReadPair(ReadNoun(next, Math.Max(depth, 1)));
    }

    private int ReadComplement(int preposition, int depth) => Activities.Begins(_sentence, preposition + 1)
        ? ReadActivity(preposition + 1, depth + 1)
        : ReadPair(ReadNoun(preposition + 1, depth + 1));

    // With friends and family: within a phrase, the second belongs to it as the first does.
    private int ReadPair(int end) => end > 0 && _sentence.IsOneOf(end, "and|or") && !Activities.Begins(_sentence, end + 1)
        && ReadNoun(end + 1, 1) is > 0 and var pair ? pair : end;

    private bool ReadsOn(int end, int depth) => PhraseEnd.IsPreposition(_sentence, end)
        && !PhraseEnd.Is(_sentence, end, reference)
        && !(depth == 0 && rules.HasFlag(PhraseRules.DropsTail) && !_sentence.IsOneOf(end, "of|about"));

    private int FirstContent(int i, int depth)
    {
        if (_sentence.IsAt(i, WordClass.Determiner))
        {
            return _sentence.IsOneOf(i, "a|an|the|some") || possessors.Owner(_sentence, i) is not null ? i + 1 : -1;
        }

        return depth > 0 || !rules.HasFlag(PhraseRules.Determined) || _sentence.IsAt(i, WordClass.Number) || IsDigit(i) ? i : -1;
    }

    private int ContentEnd(int start)
    {
        var end = start;
        while (_sentence.IsWord(end) && IsContent(end, start))
        {
            end++;
        }

        return end;
    }

    private bool IsContent(int i, int start)
    {
        if (_sentence.Is(i, "'s"))
        {
            return i > start && _sentence.IsWord(i + 1) && !_sentence.IsAt(i + 1, Outside);
        }

        if (!PhraseEnd.HasLetter(_sentence, i))
        {
            return false;
        }

        if (_sentence[i].Known is not { } word || word.Is(WordClass.Group | WordClass.NounToo))
        {
            return true;
        }

        return !word.Is(Outside) && (i == start || word.Patterns.Length == 0)
            && !(word.Is(WordClass.Number | WordClass.Unit) && PhraseEnd.Is(_sentence, i, reference));
    }

    // A safe, inviting place
    private bool IsAdjectiveSeries(int i, int end) => end == i + 2 && _sentence.IsOneOf(i, "a|an") && _sentence.IsMark(end, ',')
        && _sentence.IsWord(end + 1) && _sentence.IsWord(end + 2) && IsContent(end + 1, end + 1) && IsContent(end + 2, end + 1);

    // The last word is what the phrase is about.
    private bool IsHead(int i) => !Adjectives.Is(_sentence, i) && !Adjectives.IsAdverb(_sentence, i) && !_sentence.Is(i, "'s") && !IsOnlyDigits(i);

    // "The book" is one that was spoken of; "the outdoors" and "the Alps" are not. "A project" is any.
    private bool StandsAlone(int i, int start, int end, int depth) => depth > 0 || NounPhrases.HasNamePart(_sentence, start, end)
        || possessors.Owner(_sentence, i) is not null
        || (!IsTrivial(start, end)
            && (rules.HasFlag(PhraseRules.Definite) || !_sentence.Is(i, "the") || _sentence.IsAt(end - 1, WordClass.Generic)));

    private bool IsTrivial(int start, int end) => _sentence.IsAt(end - 1, WordClass.Trivial)
        && (end - start == 1 || (end - start == 2 && Adjectives.Is(_sentence, start)));

    private bool IsForOthers(int end) => _sentence.Is(end, "for") && !_sentence.IsOneOf(end + 1, "myself|ourselves|himself|herself")
        && !DatePhrases.IsDated(_sentence, end, reference);

    private bool IsDigit(int i) => _sentence.IsWord(i) && char.IsAsciiDigit(_sentence.Span(i)[0]);

    private bool IsOnlyDigits(int i) => !_sentence.Span(i).ContainsAnyExceptInRange('0', '9');
}
