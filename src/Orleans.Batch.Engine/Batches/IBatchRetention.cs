namespace Orleans.Batch.Batches;

/// <summary>Bounds the data that ended batches leave, by the store's clock.</summary>
public interface IBatchRetention
{
    /// <summary>Removes at most some <paramref name="limit"/> rows of ended batches that have expired.</summary>
    /// <returns>Whether there may be more.</returns>
    ValueTask<bool> RemoveExpiredAsync(int limit, CancellationToken cancellationToken);
}
