using System.Globalization;

namespace Orleans.Batch.Dashboard;

/// <summary>Short texts of times and durations.</summary>
internal static class TimeText
{
    /// <summary>Such as <c>2026-03-01T09:30:00Z</c>.</summary>
    public static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Such as <c>2026-03-01 09:30:00.120</c>, in UTC.</summary>
    public static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>Such as <c>3 min ago</c>.</summary>
    public static string Ago(DateTimeOffset at, DateTimeOffset now) =>
        now - at < TimeSpan.FromSeconds(5) ? "just now" : Duration(now - at) + " ago";

    /// <summary>Such as <c>45 s</c>, <c>12 min</c>, <c>3 h</c>, <c>2 d</c>: one unit, because more would only seem exact.</summary>
    public static string Duration(TimeSpan span) => span switch
    {
        { TotalSeconds: > 0 and < 1 } => $"{Math.Max(1, (int)span.TotalMilliseconds)} ms",
        { TotalSeconds: < 90 } => $"{Math.Max(0, (int)span.TotalSeconds)} s",
        { TotalMinutes: < 90 } => $"{(int)span.TotalMinutes} min",
        { TotalHours: < 36 } => $"{(int)span.TotalHours} h",
        _ => $"{(int)span.TotalDays} d",
    };
}
