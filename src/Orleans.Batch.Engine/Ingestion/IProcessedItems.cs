namespace Orleans.Batch.Ingestion;

/// <summary>Processed items of one graph, committed together.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IProcessedItems<TSelf>
    where TSelf : IProcessedItems<TSelf>
{
    /// <summary>One result per item, in order.</summary>
    IReadOnlyList<ItemResult> Results { get; }

    /// <summary>Returns a part of the items, with other results.</summary>
    /// <param name="from">The first item of the part.</param>
    /// <param name="results">One result per item of the part, in order.</param>
    TSelf Part(int from, IReadOnlyList<ItemResult> results);
}
