namespace Orleans.Batch;

/// <summary>An item with what was sent for it, so that it can be repaired and sent again.</summary>
/// <param name="Item">Where it stands.</param>
/// <param name="Payload">
/// As it was added. Its <see cref="NewBatchItem.CreatedAt"/> is null where the caller gave none.
/// </param>
public sealed record BatchItemRecord(BatchItem Item, NewBatchItem Payload);

/// <summary>Which items to export.</summary>
/// <param name="Status">Only those in this status; null for all.</param>
/// <param name="Code">Only those with this code of <see cref="ErrorCodes"/> in their error; null for all.</param>
/// <param name="From">The sequence index to begin at.</param>
/// <param name="Limit">How many at most; null for no limit.</param>
public sealed record BatchItemFilter(ItemStatus? Status = null, string? Code = null, int From = 0, int? Limit = null);
