namespace Orleans.Batch.PostgreSql.Sql;

/// <summary>Texts of callers in patterns of LIKE.</summary>
internal static class LikePattern
{
    /// <summary>A pattern for texts that contain a text.</summary>
    public static string Containing(string text) => $"%{Escape(text)}%";

    /// <summary>The text with the pattern's special characters escaped.</summary>
    public static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("%", "\\%", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal);
}
