namespace Orleans.Batch;

/// <summary>Which batches to list.</summary>
/// <param name="Limit">How many at most; 1 to 1,000.</param>
/// <param name="Cursor">The previous page's <see cref="BatchPage.NextCursor"/>; null or 0 for the first page.</param>
/// <param name="Status">Only those in this status; null for all.</param>
[GenerateSerializer]
[Alias("orleans-batch.batch-query.v1")]
[Immutable]
public sealed record BatchQuery(
    [property: Id(0)] int Limit = Limits.DefaultPerPage,
    [property: Id(1)] long? Cursor = null,
    [property: Id(2)] BatchStatus? Status = null)
{
    /// <summary>Only the batches of this import; null for all. One that does not exist has none.</summary>
    [Id(3)]
    public Guid? ImportId { get; init; }
}

/// <summary>A page of batches, newest first.</summary>
/// <param name="Batches">The batches.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
[GenerateSerializer]
[Alias("orleans-batch.batch-page.v1")]
[Immutable]
public sealed record BatchPage([property: Id(0)] IReadOnlyList<BatchSummary> Batches, [property: Id(1)] long? NextCursor);

/// <summary>Which items to list.</summary>
/// <param name="Limit">How many at most; 1 to 1,000.</param>
/// <param name="Cursor">The previous page's <see cref="BatchItemPage.NextCursor"/>; null or 0 for the first page.</param>
/// <param name="Status">Only those in this status; null for all.</param>
[GenerateSerializer]
[Alias("orleans-batch.batch-item-query.v1")]
[Immutable]
public sealed record BatchItemQuery(
    [property: Id(0)] int Limit = Limits.DefaultPerPage,
    [property: Id(1)] long? Cursor = null,
    [property: Id(2)] ItemStatus? Status = null)
{
    /// <summary>Only items of this kind; null for all.</summary>
    [Id(3)]
    public ItemKind? Kind { get; init; }

    /// <summary>Only items whose graph, user or thread was given by this id; null for all.</summary>
    [Id(4)]
    public string? Destination { get; init; }

    /// <summary>Only those with this code of <see cref="ErrorCodes"/> in their error; null for all.</summary>
    [Id(5)]
    public string? Code { get; init; }
}

/// <summary>A page of items in sequence order.</summary>
/// <param name="Items">The items.</param>
/// <param name="NextCursor">Where the next page begins (a sequence index); null on the last.</param>
[GenerateSerializer]
[Alias("orleans-batch.batch-item-page.v1")]
[Immutable]
public sealed record BatchItemPage([property: Id(0)] IReadOnlyList<BatchItem> Items, [property: Id(1)] long? NextCursor);
