namespace Orleans.Batch.Graphs;

/// <summary>Removes the content of deleted graphs and threads.</summary>
public interface IGraphPurge
{
    /// <summary>Removes a bounded number of episodes of deleted graphs.</summary>
    /// <returns>Whether there may be more.</returns>
    ValueTask<bool> PurgeDeletedAsync(int limit, CancellationToken cancellationToken);
}
