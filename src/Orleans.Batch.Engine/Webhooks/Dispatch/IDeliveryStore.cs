namespace Orleans.Batch.Webhooks;

/// <summary>The database's due deliveries.</summary>
public interface IDeliveryStore
{
    /// <summary>
    /// Takes due deliveries of a shard (<c>FOR UPDATE SKIP LOCKED</c>): they are not due again before
    /// <paramref name="visibility"/> has passed, after which a lost one is due again. Taking is no attempt, because a
    /// taken delivery may have to wait for its host and be released: only <see cref="IAttemptStore.RecordAsync"/> counts.
    /// </summary>
    /// <param name="shard">The shard.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="perEndpoint">How many of one endpoint at most, so that a slow one delays no other.</param>
    /// <param name="busy">Endpoint keys to leave out: they have as much as they can take at present.</param>
    /// <param name="visibility">How long they are leased.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<IReadOnlyList<DueDelivery>> TakeDueAsync(
        int shard,
        int limit,
        int perEndpoint,
        IReadOnlyCollection<long> busy,
        TimeSpan visibility,
        CancellationToken cancellationToken);

    /// <summary>
    /// When the next delivery of a shard is due, from now (zero or less: now), leaving out <paramref name="busy"/>
    /// endpoints; null when none is.
    /// </summary>
    ValueTask<TimeSpan?> NextDueAsync(int shard, IReadOnlyCollection<long> busy, CancellationToken cancellationToken);

    /// <summary>The shards that have deliveries to make, now or later.</summary>
    IAsyncEnumerable<int> UnfinishedShardsAsync(CancellationToken cancellationToken);
}
