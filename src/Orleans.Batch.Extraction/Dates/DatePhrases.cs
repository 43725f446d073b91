namespace Orleans.Batch.Extraction;

/// <summary>Reads the dates of a sentence: <c>since 2019</c>, <c>from May 2020 to June 2021</c>.</summary>
internal static class DatePhrases
{
    private const int LongestAgo = 4;

    /// <summary>Reads the phrase that begins at a token.</summary>
    /// <returns>Undated when there is none.</returns>
    public static TimeExpression Read(Sentence sentence, int i, DateTimeOffset reference, out int end)
    {
        end = i + 1;
        if (sentence.IsMark(i, '('))
        {
            return Parenthesised(sentence, i, reference, ref end);
        }

        if (!sentence.IsWord(i))
        {
            return default;
        }

        if (sentence.IsOneOf(i, "in|on|at|during|over"))
        {
            return On(sentence, i, reference, ref end);
        }

        if (sentence.IsOneOf(i, "since|starting|effective") || (sentence.Is(i, "as") && sentence.Is(i + 1, "of")))
        {
            var point = i + (sentence.IsOneOf(i + 1, "of|in|on|from") ? 2 : 1);
            return Point(sentence, point, reference, ref end) is { } since ? new TimeExpression(TimeExpressionKind.Since, since) : default;
        }

        if (sentence.IsOneOf(i, "from|between"))
        {
            return Range(sentence, i, reference, ref end);
        }

        if (sentence.IsOneOf(i, "until|till"))
        {
            return Point(sentence, i + 1, reference, ref end) is { } until ? new TimeExpression(TimeExpressionKind.Until, default, until) : default;
        }

        if (sentence.Is(i, "for"))
        {
            var count = i + (sentence.IsOneOf(i + 1, "the|over|about|almost|nearly") ? 2 : 1);
            end = count + 2;
            return DatePoints.Before(sentence, count + (sentence.IsOneOf(count, "last|past") ? 1 : 0), reference) is { } begun
                ? new TimeExpression(TimeExpressionKind.Since, Period.Day(begun.Year, begun.Month, begun.Day)!.Value)
                : default;
        }

        return Bare(sentence, i, reference, ref end);
    }

    private static TimeExpression On(Sentence sentence, int i, DateTimeOffset reference, ref int end)
    {
        var point = sentence.Is(i + 1, "the") && sentence.Is(i + 2, "weekend") ? DatePoints.Weekend(reference)
            : sentence.Is(i, "over") ? null
            : Point(sentence, i + 1, reference, ref end);
        return point is { } at ? new TimeExpression(TimeExpressionKind.At, at) : default;
    }

    /// <summary>Whether a phrase begins at a token.</summary>
    public static bool IsDated(Sentence sentence, int i, DateTimeOffset reference) =>
        Read(sentence, i, reference, out _).Kind != TimeExpressionKind.Undated;

    private static TimeExpression Bare(Sentence sentence, int i, DateTimeOffset reference, ref int end)
    {
        // An approximate date, or one in the future; and 5/6/2020 is ambiguous.
        if (sentence.IsOneOf(i, "before|after|by|around|about"))
        {
            return Point(sentence, i + 1, reference, ref end) is null ? default : TimeExpression.Vague;
        }

        if (sentence.IsOneOf(i, "tomorrow|next|soon|someday|eventually") || IsSlashed(sentence.Span(i)))
        {
            return TimeExpression.Vague;
        }

        return DatePoints.Read(sentence, i, reference, alone: true, out end) is { } bare ? new TimeExpression(TimeExpressionKind.At, bare)
            : IsSomeTimeAgo(sentence, i) ? TimeExpression.Vague
            : default;
    }

    // A few years ago, a while back, years ago
    private static bool IsSomeTimeAgo(Sentence sentence, int i)
    {
        for (var ago = i + 1; ago <= i + LongestAgo; ago++)
        {
            if (sentence.IsAt(ago, WordClass.Ago))
            {
                return (sentence.Is(ago, "ago") || sentence.IsAt(ago - 1, WordClass.Unit) || sentence.Is(ago - 1, "while"))
                    && (sentence.IsAt(i, WordClass.Number | WordClass.Unit) || sentence.IsOneOf(i, "few|couple|several|some|many|long|ages"));
            }
        }

        return false;
    }

    private static TimeExpression Range(Sentence sentence, int i, DateTimeOffset reference, ref int end)
    {
        if (Years(sentence.Span(i + 1)) is { } years)
        {
            end = i + 2;
            return years;
        }

        if (Point(sentence, i + 1, reference, ref end) is not { } from)
        {
            return default;
        }

        var onlyFrom = sentence.IsOneOf(i, "from") ? new TimeExpression(TimeExpressionKind.Since, from) : default;
        if (!sentence.IsOneOf(end, "to|until|till|through|and") && !sentence.IsMark(end, '–') && !sentence.IsMark(end, '-'))
        {
            return onlyFrom;
        }

        if (sentence.IsOneOf(end + 1, "now|today|present|date"))
        {
            end += 2;
            return onlyFrom;
        }

        var behind = end;
        if (Point(sentence, end + 1, reference, ref behind) is not { } to)
        {
            return onlyFrom;
        }

        end = behind;
        return new TimeExpression(TimeExpressionKind.Range, from, to);
    }

    // (2015–2019), (since 2015)
    private static TimeExpression Parenthesised(Sentence sentence, int i, DateTimeOffset reference, ref int end)
    {
        if (Years(sentence.Span(i + 1)) is { } years)
        {
            end = i + 3;
            return years;
        }

        if (Point(sentence, i + 1, reference, ref end) is { } from && sentence.IsMark(end, '–')
            && Point(sentence, end + 1, reference, ref end) is { } to)
        {
            end++;
            return new TimeExpression(TimeExpressionKind.Range, from, to);
        }

        return default;
    }

    private static Period? Point(Sentence sentence, int i, DateTimeOffset reference, ref int end)
    {
        if (DatePoints.Read(sentence, i, reference, alone: false, out var behind) is not { } point)
        {
            return null;
        }

        end = behind;
        return point;
    }

    // 2015-2019
    private static TimeExpression? Years(ReadOnlySpan<char> word) =>
        word.Length == 9 && word[4] == '-' && DatePoints.YearOf(word[..4]) is { } from && DatePoints.YearOf(word[5..]) is { } to
            ? new TimeExpression(TimeExpressionKind.Range, Period.Year(from)!.Value, Period.Year(to)!.Value)
            : null;

    private static bool IsSlashed(ReadOnlySpan<char> word) => word.Length >= 6 && char.IsAsciiDigit(word[0]) && word.Count('/') == 2;
}
