namespace Orleans.Batch.Idempotency;

/// <summary>Removes the entries of idempotency keys after seven days, by the store's clock.</summary>
public interface IIdempotencyRetention
{
    /// <summary>Removes at most <paramref name="limit"/> entries that have expired.</summary>
    /// <returns>Whether there may be more.</returns>
    ValueTask<bool> RemoveExpiredAsync(int limit, CancellationToken cancellationToken);
}
