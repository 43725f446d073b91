namespace Orleans.Batch.Gateway.V4.Http;

/// <summary>The largest pages of version 4.</summary>
internal static class PageLimits
{
    /// <summary>Of most lists.</summary>
    public const int Default = 200;

    /// <summary>Of episodes.</summary>
    public const int Episodes = 100;

    /// <summary>Of searches.</summary>
    public const int Search = 50;
}
