namespace Orleans.Batch.Gateway.V4.Wire;

/// <summary>A page of a list.</summary>
/// <param name="Items">The entries.</param>
/// <param name="NextCursor">Where the next page begins; absent on the last.</param>
/// <param name="TotalSize">How many match in all; absent where counting would read the whole list.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor, long? TotalSize = null);
