namespace Orleans.Batch.Loading;

/// <summary>Texts of sizes and times.</summary>
internal static class DisplayFormat
{
    private static readonly string[] Units = ["bytes", "KB", "MB", "GB", "TB"];

    /// <summary><c>1.5 GB</c>, by thousands.</summary>
    public static string Bytes(long bytes)
    {
        var (amount, unit) = ((double)bytes, 0);
        while (amount >= 1_000 && unit < Units.Length - 1)
        {
            (amount, unit) = (amount / 1_000, unit + 1);
        }

        return unit == 0 || amount >= 100 ? $"{amount:N0} {Units[unit]}" : $"{amount:N1} {Units[unit]}";
    }

    /// <summary><c>1 batch</c>, <c>1,200 batches</c>.</summary>
    public static string Count(long count, string one, string many) => count == 1 ? $"1 {one}" : $"{count:N0} {many}";

    /// <summary><c>3 h 20 min</c>, <c>4 min 10 s</c>, <c>12 s</c>.</summary>
    public static string Time(TimeSpan time) => time switch
    {
        { TotalHours: >= 1 } => $"{Math.Floor(time.TotalHours):N0} h {time.Minutes} min",
        { TotalMinutes: >= 1 } => $"{time.Minutes} min {time.Seconds} s",
        _ => $"{Math.Max(1, Math.Ceiling(time.TotalSeconds)):N0} s",
    };
}
