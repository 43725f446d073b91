namespace Orleans.Batch.PostgreSql.Commits;

/// <summary>What the row of an episode says of its extraction.</summary>
internal static class StoredExtraction
{
    /// <summary>The mode when it is stored: for a model, whose facts come later, the same as for no extraction.</summary>
    public static ExtractionMode WhenStored(this ExtractionMode mode) =>
        mode == ExtractionMode.Model ? ExtractionMode.StoreOnly : mode;
}
