using Orleans.Batch.Batches;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Webhooks;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>The transitions of batches in PostgreSQL that their callers request.</summary>
internal sealed class BatchLifecycleStore(Database database, DeliveryQueue queue) : IBatchLifecycleStore
{
    /// <inheritdoc/>
    public ValueTask<IdempotentResult<SealedBatch>> SealAsync(
        ProjectId project, Guid batchId, string? traceParent, IdempotencyKey? key, CancellationToken cancellationToken) =>
        database.WriteAsync(
            key, connection => BatchSeal.RunAsync(connection, project, batchId, traceParent, key, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<UpdatedBatch> RequestCancelAsync(
        ProjectId project, Guid batchId, int? version, CancellationToken cancellationToken)
    {
        var (updated, shards) = await database.WriteAsync(
            connection => CancelRequest.RunAsync(connection, queue, project, batchId, version, cancellationToken), cancellationToken);
        await queue.WakeAsync(shards);
        return updated;
    }

    /// <inheritdoc/>
    public ValueTask<UpdatedBatch> SetPausedAsync(
        ProjectId project, Guid batchId, bool paused, int? version, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => BatchPause.RunAsync(connection, project, batchId, paused, version, cancellationToken), cancellationToken);
}
