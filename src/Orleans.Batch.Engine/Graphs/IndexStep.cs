namespace Orleans.Batch.Graphs;

/// <summary>The result of an indexing step.</summary>
/// <param name="More">Whether there may be more to do.</param>
/// <param name="Busy">Whether batches are being ingested, which comes first.</param>
public readonly record struct IndexStep(bool More, bool Busy);
