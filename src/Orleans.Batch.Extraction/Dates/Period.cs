using System.Globalization;

namespace Orleans.Batch.Extraction;

/// <summary>A period that a date names: a day, a month, a year. A fact that begins or ends on it does so at its start.</summary>
internal readonly record struct Period(DateTimeOffset Start, DateTimeOffset End)
{
    public static Period? Day(int year, int month, int day) =>
        year is >= 1 and < 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? Create(new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero), static d => d.AddDays(1))
            : null;

    public static Period? Month(int year, int month, int months = 1) =>
        year is >= 1 and < 9998 && month is >= 1 and <= 12
            ? Create(new DateTimeOffset(year, month, 1, 0, 0, 0, TimeSpan.Zero), d => d.AddMonths(months))
            : null;

    public static Period? Year(int year) => Month(year, 1, 12);

    public static Period Instant(DateTimeOffset at) => new(at, at);

    /// <summary>At its precision: 1990, 1990-05 or 1990-05-23.</summary>
    public override string ToString() => (End - Start).TotalDays switch
    {
        > 31 => Start.ToString("yyyy", CultureInfo.InvariantCulture),
        > 1 => Start.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        _ => Start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };

    private static Period Create(DateTimeOffset start, Func<DateTimeOffset, DateTimeOffset> end) => new(start, end(start));
}
