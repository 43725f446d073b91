namespace Orleans.Batch;

/// <summary>An item with what was sent for it, so that it can be repaired and sent again.</summary>
/// <param name="Item">Where it stands.</param>
/// <param name="Payload">
/// As it was added. Its <see cref="NewBatchItem.CreatedAt"/> is null where the caller gave none. Null when it is gone: its
/// episode, or the destination, was deleted.
/// </param>
public sealed record BatchItemRecord(BatchItem Item, NewBatchItem? Payload)
{
    /// <summary>The facts its episode begins that are there now, in the order it says them.</summary>
    public IReadOnlyList<ItemFact> Facts { get; init; } = [];
}

/// <summary>A fact that an item's episode begins.</summary>
/// <param name="Uuid">The fact's, as of an edge.</param>
/// <param name="Name">Such as <c>WORKS_AT</c>.</param>
/// <param name="Fact">As a sentence.</param>
/// <param name="ValidAt">When it became true.</param>
/// <param name="InvalidAt">When it stopped being true; null while it holds.</param>
public sealed record ItemFact(Guid Uuid, string Name, string Fact, DateTimeOffset ValidAt, DateTimeOffset? InvalidAt);

/// <summary>Which items to export.</summary>
/// <param name="Status">Only those in this status; null for all.</param>
/// <param name="Code">Only those with this code of <see cref="ErrorCodes"/> in their error; null for all.</param>
/// <param name="From">The sequence index to begin at.</param>
/// <param name="Limit">How many at most; null for no limit.</param>
public sealed record BatchItemFilter(ItemStatus? Status = null, string? Code = null, int From = 0, int? Limit = null);
