namespace Orleans.Batch.Webhooks;

/// <summary>Keeps the delivery log and the outbox bounded: both go after thirty days, by the store's clock.</summary>
public interface IWebhookRetention
{
    /// <summary>
    /// Removes at most <paramref name="limit"/> each of log lines, ended deliveries, and messages that no delivery refers
    /// to any more.
    /// </summary>
    /// <returns>Whether there may be more.</returns>
    ValueTask<bool> RemoveExpiredAsync(int limit, CancellationToken cancellationToken);
}
