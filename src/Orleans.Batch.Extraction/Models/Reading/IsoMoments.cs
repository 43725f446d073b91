using System.Globalization;

namespace Orleans.Batch.Extraction.Models;

/// <summary>Reads a date or a moment in the ISO format, at any precision down to a year.</summary>
internal static class IsoMoments
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd", "yyyy-MM", "yyyy",
    ];

    /// <summary>The period that it names, in UTC; null where it is none, or at an end of the calendar.</summary>
    public static Period? Parse(string? text) =>
        text is not null && DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
        && at.Year is > 1 and < 9_998
            ? text.Length switch
            {
                4 => Period.Year(at.Year),
                7 => Period.Month(at.Year, at.Month),
                10 => Period.Day(at.Year, at.Month, at.Day),
                _ => Period.Instant(at),
            }
            : null;
}
