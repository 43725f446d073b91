using System.Globalization;

namespace Orleans.Batch.Loading;

/// <summary>Reads the dates of sources.</summary>
/// <param name="format">
/// How they are written: a format of .NET such as <c>dd.MM.yyyy HH:mm</c>, or <c>unix</c>, <c>unix-ms</c>; null for ISO 8601 and RFC 3339.
/// </param>
/// <param name="zone">The zone of dates without an offset.</param>
internal sealed class DateReading(string? format, TimeZoneInfo zone)
{
    private const double LastSecond = 253_402_300_799;

    private static readonly string[] Iso =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFF",
    ];

    /// <summary>Reads a date; null when it is none, or none that exists.</summary>
    public DateTimeOffset? Read(string text)
    {
        text = text.Trim();
        return format switch
        {
            "unix" => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var s) ? FromUnix(s) : null,
            "unix-ms" => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var ms) ? FromUnix(ms / 1_000) : null,
            null => ReadIso(text),
            _ when HasOffset(format) => DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var at)
                ? at : null,
            _ => DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var local)
                ? InZone(local) : null,
        };
    }

    /// <summary>A date without an offset, in the zone. Of an hour that the clock skips or repeats, the standard time counts.</summary>
    public DateTimeOffset? InZone(DateTime local)
    {
        var plain = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        var offset = zone.IsInvalidTime(plain) ? zone.BaseUtcOffset : zone.GetUtcOffset(plain);
        var ticks = plain.Ticks - offset.Ticks;
        return ticks >= DateTimeOffset.MinValue.Ticks && ticks <= DateTimeOffset.MaxValue.Ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }

    /// <summary>A date from seconds since 1970; null when there is no such date.</summary>
    public static DateTimeOffset? FromUnix(double seconds) => seconds is > 0 and <= LastSecond
        ? DateTimeOffset.UnixEpoch.AddTicks((long)Math.Round(seconds * 1_000_000) * TimeSpan.TicksPerMicrosecond)
        : null;

    /// <summary>Reads an ISO 8601 date with or without an offset.</summary>
    public static DateTimeOffset? FromIso(string? text) => text is null ? null : new DateReading(null, TimeZoneInfo.Utc).ReadIso(text.Trim());

    /// <summary>The date as items have it: RFC 3339, in UTC.</summary>
    public static string Write(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private DateTimeOffset? ReadIso(string text)
    {
        if (DateTime.TryParseExact(text, Iso, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return InZone(local);
        }

        // A year first: other orders of numbers would be guessed.
        return text.Length > 10 && char.IsAsciiDigit(text[3]) && text[4] == '-'
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
    }

    private static bool HasOffset(string format) => format.Contains('z', StringComparison.Ordinal) || format.Contains('K', StringComparison.Ordinal) || format is "R" or "r" or "O" or "o";
}
