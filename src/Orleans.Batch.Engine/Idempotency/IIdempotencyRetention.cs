namespace Orleans.Batch.Idempotency;

/// <summary>Ends what is kept under idempotency keys after seven days, by the store's clock.</summary>
public interface IIdempotencyRetention
{
    /// <summary>Removes at most <paramref name="limit"/> entries that are past their time.</summary>
    /// <returns>Whether there may be more.</returns>
    ValueTask<bool> RemoveExpiredAsync(int limit, CancellationToken cancellationToken);
}
