namespace Orleans.Batch.Loading;

/// <summary>An item as read from its line.</summary>
/// <param name="Item">The item.</param>
/// <param name="TypeDefaulted">Whether the line names no data_type and is therefore text.</param>
internal readonly record struct CheckedItem(NewBatchItem Item, bool TypeDefaulted);
