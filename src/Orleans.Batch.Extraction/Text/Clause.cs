namespace Orleans.Batch.Extraction;

/// <summary>A verb in its sentence.</summary>
internal readonly record struct Clause
{
    /// <summary>The start of the sentence, after a leading date.</summary>
    public required int From { get; init; }

    /// <summary>The position of the verb.</summary>
    public required int Verb { get; init; }

    /// <summary>The date that leads the sentence.</summary>
    public required TimeExpression Lead { get; init; }

    /// <summary>The subject before this one.</summary>
    public required Subject? Before { get; init; }

    /// <summary>The date after an object, else that of the sentence, and whether the statement has ended.</summary>
    public TimeExpression Date(Sentence sentence, int behind, DateTimeOffset reference, out bool anyMore)
    {
        anyMore = false;
        var limit = Limit(sentence, behind);
        var found = default(TimeExpression);
        for (var i = behind; i < limit; i++)
        {
            if (sentence.IsOneOf(i, "anymore") || (sentence.Is(i, "any") && sentence.IsOneOf(i + 1, "more|longer")))
            {
                anyMore = true;
            }
            else if (found.Kind == TimeExpressionKind.Undated && DatePhrases.Read(sentence, i, reference, out var end) is { Kind: not TimeExpressionKind.Undated } when)
            {
                found = when;
                i = end - 1;
            }
        }

        return found.Kind != TimeExpressionKind.Undated ? found
            : Lead.Kind == TimeExpressionKind.Undated && IsOfAnotherTime(sentence) ? TimeExpression.Vague
            : Lead;
    }

    // When I was younger, my family moved to Oregon.
    private bool IsOfAnotherTime(Sentence sentence)
    {
        for (var i = From; i < Verb; i++)
        {
            if (sentence.IsAt(i, WordClass.OtherTime))
            {
                return true;
            }
        }

        return false;
    }

    // Up to the start of the next clause.
    private static int Limit(Sentence sentence, int from)
    {
        var end = from;
        var link = -1;
        for (; end < sentence.Length; end++)
        {
            if (sentence.IsOneOf(end, "who|which|that|where|when|because|so|while|although|though|but|whose")
                || (sentence.IsMark(end, ',') && sentence.IsOneOf(end + 1, "a|an|the")))
            {
                return end;
            }

            if (sentence[end].Known is { Patterns.Length: > 0 } || Extraction.Verb.IsBe(sentence, end))
            {
                return link >= 0 ? link : end;
            }

            link = sentence.IsMark(end, ',') || sentence.Is(end, "and") ? end : link;
        }

        return end;
    }
}
