namespace Orleans.Batch.Batches;

/// <summary>Keeps what batches leave behind bounded, by the store's clock.</summary>
public interface IBatchRetention
{
    /// <summary>Removes at most some <paramref name="limit"/> rows of ended batches that are past their time.</summary>
    /// <returns>Whether there may be more.</returns>
    ValueTask<bool> RemoveExpiredAsync(int limit, CancellationToken cancellationToken);
}
