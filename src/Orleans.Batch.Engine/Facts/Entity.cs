namespace Orleans.Batch.Facts;

/// <summary>Somebody or something that an item names. Which node it is follows from its name alone, within a graph.</summary>
/// <param name="Name">The name as the item spells it; <see cref="EntityName.Normalize"/> decides what it is the same as.</param>
/// <param name="Label">What kind of thing it is, such as <c>Person</c>; null when the item does not tell.</param>
public sealed record Entity(string Name, string? Label = null);
