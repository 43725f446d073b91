using System.Globalization;

namespace Orleans.Batch.Extraction;

/// <summary>
/// Reads one date. A date without a year is the last such date not after the reference time; all is UTC.
/// </summary>
internal static class DatePoints
{
    private const int MostUnits = 200;

    /// <summary>Reads a date that begins at a token.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="i">Where the date may begin.</param>
    /// <param name="reference">The reference time.</param>
    /// <param name="alone">Whether no word such as <c>in</c> announces it, so that a bare number or month is none.</param>
    /// <param name="end">The token after the date.</param>
    /// <returns>Null when there is no date.</returns>
    public static Period? Read(Sentence sentence, int i, DateTimeOffset reference, bool alone, out int end)
    {
        i += sentence.IsOneOf(i, "the|early|mid|late") ? 1 : 0;
        end = i + 1;
        var word = sentence.Span(i);
        if (word.IsEmpty || !sentence.IsWord(i))
        {
            return null;
        }

        if (char.IsAsciiDigit(word[0]))
        {
            return Iso(word) ?? DayFirst(sentence, i, reference, ref end) ?? DayAlone(sentence, i, reference, alone) ?? Ago(sentence, i, reference, ref end)
                ?? (alone ? null : YearOf(word) is { } year ? Period.Year(year) : null);
        }

        return Named(word, sentence, i, reference, ref end)
            ?? MonthFirst(sentence, i, reference, alone, ref end)
            ?? Season(sentence, i, ref end)
            ?? Ago(sentence, i, reference, ref end)
            ?? Last(sentence, i, reference, ref end)
            ?? (!alone && sentence.IsAt(i, WordClass.Weekday) ? Weekday(sentence[i].Known!.Number, reference, orToday: true) : null);
    }

    private static Period? Iso(ReadOnlySpan<char> word)
    {
        if (word.Length >= 10 && DateTime.TryParseExact(word[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return word.Length == 10 ? Period.Day(day.Year, day.Month, day.Day)
                : word[10] is 'T' or 't' && DateTimeOffset.TryParse(word, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                    ? Period.Instant(at.ToUniversalTime())
                    : null;
        }

        return word.Length == 7 && DateTime.TryParseExact(word, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)
            ? Period.Month(month.Year, month.Month)
            : null;
    }

    // 5 May 2020, 5th of May, 2020, 5 May
    private static Period? DayFirst(Sentence sentence, int i, DateTimeOffset reference, ref int end)
    {
        var month = sentence.Is(i + 1, "of") ? i + 2 : i + 1;
        if (DayOf(sentence.Span(i)) is not { } day || !sentence.IsAt(month, WordClass.Month))
        {
            return null;
        }

        end = month + 1;
        return Dated(sentence, day, sentence[month].Known!.Number, reference, ref end);
    }

    // On the 17th: the last such day. The 17th floor is none.
    private static Period? DayAlone(Sentence sentence, int i, DateTimeOffset reference, bool alone)
    {
        if (alone || !char.IsAsciiLetter(sentence.Span(i)[^1]) || DayOf(sentence.Span(i)) is not { } day
            || (sentence.IsWord(i + 1) && !sentence.IsAt(i + 1, WordClass.Stop)))
        {
            return null;
        }

        for (var month = reference; ; month = month.AddMonths(-1))
        {
            if (Period.Day(month.Year, month.Month, day) is { } found && found.Start <= reference)
            {
                return found;
            }
        }
    }

    // May 5, 2020, May 5, May 2020, and after a word that announces a date also May
    private static Period? MonthFirst(Sentence sentence, int i, DateTimeOffset reference, bool alone, ref int end)
    {
        if (!sentence.IsAt(i, WordClass.Month))
        {
            return null;
        }

        var month = sentence[i].Known!.Number;
        var next = sentence.Is(i + 1, "of") || sentence.IsMark(i + 1, ',') ? i + 2 : i + 1;
        if (YearOf(sentence.Span(next)) is { } year)
        {
            end = next + 1;
            return Period.Month(year, month);
        }

        if (DayOf(sentence.Span(i + 1)) is { } day)
        {
            end = i + 2;
            return Dated(sentence, day, month, reference, ref end);
        }

        end = i + 1;
        return alone ? null : Period.Month(month <= reference.Month ? reference.Year : reference.Year - 1, month);
    }

    private static Period? Dated(Sentence sentence, int day, int month, DateTimeOffset reference, ref int end)
    {
        var year = sentence.IsMark(end, ',') ? end + 1 : end;
        if (YearOf(sentence.Span(year)) is { } given)
        {
            end = year + 1;
            return Period.Day(given, month, day);
        }

        return Period.Day(reference.Year, month, day) is { } thisYear && thisYear.Start <= reference
            ? thisYear
            : Period.Day(reference.Year - 1, month, day);
    }

    // summer 2020, spring of 2020, Q3 2020; seasons of the northern half, as the weather service counts them
    private static Period? Season(Sentence sentence, int i, ref int end)
    {
        var next = sentence.Is(i + 1, "of") ? i + 2 : i + 1;
        if (YearOf(sentence.Span(next)) is not { } year)
        {
            return null;
        }

        end = next + 1;
        var word = sentence.Span(i);
        return sentence.IsAt(i, WordClass.Season) ? Period.Month(year, sentence[i].Known!.Number, 3)
            : word.Length == 2 && word[0] is 'Q' or 'q' && word[1] is >= '1' and <= '4' ? Period.Month(year, (3 * (word[1] - '1')) + 1, 3)
            : null;
    }

    private static Period? Named(ReadOnlySpan<char> word, Sentence sentence, int i, DateTimeOffset reference, ref int end)
    {
        if (word.Equals("yesterday", StringComparison.OrdinalIgnoreCase))
        {
            return DayOfMoment(reference.AddDays(-1));
        }

        if (word.Equals("today", StringComparison.OrdinalIgnoreCase) || word.Equals("now", StringComparison.OrdinalIgnoreCase)
            || word.Equals("tonight", StringComparison.OrdinalIgnoreCase))
        {
            return Period.Instant(reference);
        }

        if (word.Equals("this", StringComparison.OrdinalIgnoreCase))
        {
            if (sentence.IsOneOf(i + 1, "past|last"))
            {
                return Last(sentence, i + 1, reference, ref end);
            }

            end = i + 2;
            return sentence.IsOneOf(i + 1, "morning|afternoon|evening") ? Period.Instant(reference)
                : sentence.IsAt(i + 1, WordClass.Unit) ? Calendar(sentence.Span(i + 1), reference, 0)
                : null;
        }

        return null;
    }

    // last week, last May, last Monday
    private static Period? Last(Sentence sentence, int i, DateTimeOffset reference, ref int end)
    {
        if (!sentence.IsOneOf(i, "last|past"))
        {
            return null;
        }

        end = i + 2;
        return sentence.Is(i + 1, "night") ? DayOfMoment(reference.AddDays(-1))
            : sentence.Is(i + 1, "weekend") ? Weekend(reference)
            : sentence.IsAt(i + 1, WordClass.Unit) ? Calendar(sentence.Span(i + 1), reference, -1)
            : sentence.IsAt(i + 1, WordClass.Weekday) ? Weekday(sentence[i + 1].Known!.Number, reference, orToday: false)
            : sentence.IsAt(i + 1, WordClass.Month) && sentence[i + 1].Known!.Number is var month
                ? Period.Month(month < reference.Month ? reference.Year : reference.Year - 1, month)
            : sentence.IsAt(i + 1, WordClass.Season) && sentence[i + 1].Known!.Number is var season
                ? Period.Month(season < reference.Month - 2 ? reference.Year : reference.Year - 1, season, 3)
            : null;
    }

    /// <summary>The last weekend that is over.</summary>
    public static Period? Weekend(DateTimeOffset reference)
    {
        var monday = reference.AddDays(-(((int)reference.DayOfWeek + 6) % 7));
        return DayOfMoment(monday.AddDays(-2)) is { } saturday ? saturday with { End = saturday.Start.AddDays(2) } : null;
    }

    // three weeks ago, a year ago
    private static Period? Ago(Sentence sentence, int i, DateTimeOffset reference, ref int end)
    {
        if (!sentence.Is(i + 2, "ago"))
        {
            return null;
        }

        end = i + 3;
        return Before(sentence, i, reference) is { } at ? DayOfMoment(at) : null;
    }

    /// <summary>The moment a number of units before the reference time: three weeks.</summary>
    public static DateTimeOffset? Before(Sentence sentence, int i, DateTimeOffset reference)
    {
        if (!sentence.IsAt(i + 1, WordClass.Unit) || Count(sentence, i) is not { } count || reference.Year <= MostUnits)
        {
            return null;
        }

        return sentence[i + 1].Known!.Number switch
        {
            365 => reference.AddYears(-count),
            30 => reference.AddMonths(-count),
            var days => reference.AddDays(-days * count),
        };
    }

    private static int? Count(Sentence sentence, int i) =>
        sentence.IsAt(i, WordClass.Number) ? sentence[i].Known!.Number
        : int.TryParse(sentence.Span(i), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= MostUnits ? count
        : null;

    private static Period? Calendar(ReadOnlySpan<char> unit, DateTimeOffset reference, int step) => unit[0] switch
    {
        'w' or 'W' => reference.AddDays((7 * step) - (((int)reference.DayOfWeek + 6) % 7)) is var monday
            ? new Period(DayOfMoment(monday)!.Value.Start, DayOfMoment(monday.AddDays(7))!.Value.Start)
            : null,
        'm' or 'M' => reference.AddMonths(step) is var month ? Period.Month(month.Year, month.Month) : null,
        'y' or 'Y' => Period.Year(reference.Year + step),
        _ => null,
    };

    private static Period? Weekday(int day, DateTimeOffset reference, bool orToday)
    {
        var back = ((int)reference.DayOfWeek - day + 7) % 7;
        return DayOfMoment(reference.AddDays(-(back == 0 && !orToday ? 7 : back)));
    }

    private static Period? DayOfMoment(DateTimeOffset at) => Period.Day(at.Year, at.Month, at.Day);

    public static int? YearOf(ReadOnlySpan<char> word) =>
        word.Length == 4 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1500 and <= 2100 ? year : null;

    // 5, 5th
    private static int? DayOf(ReadOnlySpan<char> word)
    {
        var digits = word.Length > 2 && word[^2..] is "st" or "nd" or "rd" or "th" or "ST" or "ND" or "RD" or "TH" ? word[..^2] : word;
        return digits.Length is 1 or 2 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= 31
            ? day
            : null;
    }
}
