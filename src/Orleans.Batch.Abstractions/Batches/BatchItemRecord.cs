namespace Orleans.Batch;

/// <summary>An item with its payload, so that it can be repaired and sent again.</summary>
/// <param name="Item">The item.</param>
/// <param name="Payload">
/// As it was added. Its <see cref="NewBatchItem.CreatedAt"/> is null where the caller gave none. Null when it was removed: its
/// episode, or the destination, was deleted.
/// </param>
[GenerateSerializer]
[Alias("orleans-batch.batch-item-record.v1")]
[Immutable]
public sealed record BatchItemRecord([property: Id(0)] BatchItem Item, [property: Id(1)] NewBatchItem? Payload)
{
    /// <summary>The current facts that start with its episode, in the order in which the episode states them.</summary>
    [Id(2)]
    public IReadOnlyList<ItemFact> Facts { get; init; } = [];
}

/// <summary>A fact that starts with an item's episode.</summary>
/// <param name="Uuid">The identity of the fact's edge.</param>
/// <param name="Name">Its name, such as <c>WORKS_AT</c>.</param>
/// <param name="Fact">The fact as a sentence.</param>
/// <param name="ValidAt">When it became true.</param>
/// <param name="InvalidAt">When it stopped being true; null while it holds.</param>
[GenerateSerializer]
[Alias("orleans-batch.item-fact.v1")]
[Immutable]
public sealed record ItemFact(
    [property: Id(0)] Guid Uuid,
    [property: Id(1)] string Name,
    [property: Id(2)] string Fact,
    [property: Id(3)] DateTimeOffset ValidAt,
    [property: Id(4)] DateTimeOffset? InvalidAt);

/// <summary>Which items to export.</summary>
/// <param name="Status">Only those in this status; null for all.</param>
/// <param name="Code">Only those with this code of <see cref="ErrorCodes"/> in their error; null for all.</param>
/// <param name="From">The sequence index to begin at.</param>
/// <param name="Limit">How many at most; null for no limit.</param>
[GenerateSerializer]
[Alias("orleans-batch.batch-item-filter.v1")]
[Immutable]
public sealed record BatchItemFilter(
    [property: Id(0)] ItemStatus? Status = null,
    [property: Id(1)] string? Code = null,
    [property: Id(2)] int From = 0,
    [property: Id(3)] int? Limit = null);
