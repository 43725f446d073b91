namespace Orleans.Batch.Graphs;

/// <summary>The search index.</summary>
public interface ISearchIndexStore
{
    /// <summary>
    /// Adds a bounded number of episodes, with their facts and nodes, to the search index, where a graph's unindexed
    /// tail has grown too long to be read for each search.
    /// </summary>
    ValueTask<IndexStep> IndexAsync(int limit, CancellationToken cancellationToken);
}
