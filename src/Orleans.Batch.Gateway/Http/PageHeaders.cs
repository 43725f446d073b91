namespace Orleans.Batch.Gateway.Http;

/// <summary>The headers of answers that are bare arrays.</summary>
internal static class PageHeaders
{
    /// <summary>The cursor of the next page.</summary>
    public const string NextCursor = "Zep-Next-Cursor";

    /// <summary>Marks an answer that is not complete.</summary>
    public const string Truncated = "Zep-Truncated";
}
