using Orleans.Batch.Batches;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Webhooks;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Drafts in PostgreSQL. Each step is a class of its own.</summary>
internal sealed class DraftStore(Database database, DeliveryQueue queue) : IDraftStore, IDisposable
{
    // Few streams end at a time, however many there are: they must not take the connections that short calls wait for.
    private readonly SemaphoreSlim _storing = new(2);

    /// <inheritdoc/>
    public void Dispose() => _storing.Dispose();

    /// <inheritdoc/>
    public ValueTask<IdempotentResult<BatchSummary>> CreateAsync(
        ProjectId project, NewBatch batch, IdempotencyKey? key, CancellationToken cancellationToken) =>
        database.WriteAsync(
            key, connection => DraftCreation.RunAsync(connection, project, batch, key, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        await queue.WakeAsync(await database.WriteAsync(
            connection => DraftDeletion.RunAsync(connection, project, batchId, queue.Shards, cancellationToken), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IdempotentResult<AddedBatchItems>> AddAsync(
        ProjectId project,
        Guid batchId,
        IReadOnlyList<NewBatchItem> items,
        int maxItems,
        IdempotencyKey? key,
        CancellationToken cancellationToken) =>
        database.WriteAsync(
            key,
            connection => ItemAddition.RunAsync(connection, project, batchId, items, maxItems, key, cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IdempotentResult<AddedItems>> AddStreamAsync(
        ProjectId project,
        Guid batchId,
        IAsyncEnumerable<IReadOnlyList<NewBatchItem>> pieces,
        int count,
        int maxItems,
        IdempotencyKey? key,
        CancellationToken cancellationToken)
    {
        await _storing.WaitAsync(cancellationToken);
        try
        {
            return await database.WriteAsync(
                key,
                connection => StreamAddition.RunAsync(connection, project, batchId, pieces, count, maxItems, key, cancellationToken),
                cancellationToken);
        }
        finally
        {
            _storing.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask<BatchItemRecord?> ChangeItemAsync(
        ProjectId project,
        Guid batchId,
        int sequence,
        Func<NewBatchItem, NewBatchItem> change,
        CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => ItemChange.RunAsync(connection, project, batchId, sequence, change, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask ReadDraftAsync(
        ProjectId project, Guid batchId, Action<DraftItem> show, CancellationToken cancellationToken) =>
        await database.Requests.TransactAsync(
            connection => DraftQueries.ReadItemsAsync(connection, project, batchId, show, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<WaitingLanes>> ReadWaitingAsync(
        IReadOnlyList<long> graphKeys, CancellationToken cancellationToken) =>
        database.Requests.TransactAsync(
            connection => DraftQueries.ReadWaitingAsync(connection, graphKeys, cancellationToken), cancellationToken);
}
