namespace Orleans.Batch.Work;

/// <summary>A lane to wake.</summary>
/// <param name="GraphKey">The internal key of its graph.</param>
/// <param name="Items">How many of its items are not processed yet.</param>
public readonly record struct OpenLane(long GraphKey, int Items);
