namespace Orleans.Batch;

/// <summary>A page of the problems of a draft, and all counts. A problem's index is the item's sequence index.</summary>
/// <param name="Valid">Whether processing it now would be accepted and no item is known to fail.</param>
/// <param name="ErrorCount">How many errors there are in all.</param>
/// <param name="WarningCount">How many warnings there are in all.</param>
/// <param name="Errors">This page's errors: problems that would make the batch invalid, or an item fail.</param>
/// <param name="Warnings">This page's warnings: what is allowed but probably not intended.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
[GenerateSerializer]
[Alias("orleans-batch.batch-validation.v1")]
[Immutable]
public sealed record BatchValidation(
    [property: Id(0)] bool Valid,
    [property: Id(1)] int ErrorCount,
    [property: Id(2)] int WarningCount,
    [property: Id(3)] IReadOnlyList<Problem> Errors,
    [property: Id(4)] IReadOnlyList<Problem> Warnings,
    [property: Id(5)] long? NextCursor)
{
    /// <summary>What its extraction by a model will take; null where no model extracts.</summary>
    [Id(6)]
    public ModelEstimate? Model { get; init; }
}

/// <summary>Which page of a validation to return.</summary>
/// <param name="Limit">How many errors and warnings together at most; 1 to 1,000.</param>
/// <param name="Cursor">The previous page's <see cref="BatchValidation.NextCursor"/>; null or 0 for the first page.</param>
[GenerateSerializer]
[Alias("orleans-batch.validation-query.v1")]
[Immutable]
public sealed record ValidationQuery([property: Id(0)] int Limit = Limits.DefaultPerPage, [property: Id(1)] long? Cursor = null);
