namespace Orleans.Batch.Facts;

/// <summary>A person or thing that an item names. Within a graph, its name alone determines its node.</summary>
/// <param name="Name">The name as the item spells it; <see cref="EntityName.Normalize"/> determines which names are equal.</param>
/// <param name="Label">What kind of thing it is, such as <c>Person</c>; null when the item does not state it.</param>
public sealed record Entity(string Name, string? Label = null);
