namespace Orleans.Batch;

/// <summary>Which imports to list.</summary>
/// <param name="Limit">How many at most; 1 to 100.</param>
/// <param name="Cursor">The previous page's <see cref="ImportPage.NextCursor"/>; null or 0 for the first page.</param>
[GenerateSerializer]
[Alias("orleans-batch.import-query.v1")]
[Immutable]
public sealed record ImportQuery([property: Id(0)] int Limit = Limits.DefaultPerPage, [property: Id(1)] long? Cursor = null);

/// <summary>A page of imports, newest first.</summary>
/// <param name="Imports">The imports.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
[GenerateSerializer]
[Alias("orleans-batch.import-page.v1")]
[Immutable]
public sealed record ImportPage([property: Id(0)] IReadOnlyList<ImportSummary> Imports, [property: Id(1)] long? NextCursor);
