namespace Orleans.Batch.PostgreSql.Commits;

/// <summary>What the row of an episode says of its extraction: a mode, or that a caller wrote its facts.</summary>
internal static class StoredExtraction
{
    /// <summary>Of an episode that was made for a fact or a node which a caller wrote: no extraction takes it.</summary>
    public const ExtractionMode Written = (ExtractionMode)3;

    /// <summary>The same, for statements.</summary>
    public const string WrittenNumber = "3";

    /// <summary>The mode when it is stored: for a model, whose facts come later, the same as for no extraction.</summary>
    public static ExtractionMode WhenStored(this ExtractionMode mode) =>
        mode == ExtractionMode.Model ? ExtractionMode.StoreOnly : mode;
}
