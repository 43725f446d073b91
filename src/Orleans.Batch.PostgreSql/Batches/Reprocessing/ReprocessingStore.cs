using Orleans.Batch.Batches;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Batches in PostgreSQL that are made of the items of others.</summary>
internal sealed class ReprocessingStore(Database database) : IReprocessingStore
{
    /// <inheritdoc/>
    public ValueTask<IdempotentResult<SealedBatch>> RetryAsync(
        ProjectId project, Guid batchId, RetryRequest order, IdempotencyKey? key, CancellationToken cancellationToken) =>
        database.WriteAsync(
            key, connection => RetryCreation.RunAsync(connection, project, batchId, order, key, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SealedBatch> ExtractAsync(
        ProjectId project, ExtractionRequest order, CancellationToken cancellationToken) =>
        database.WriteAsync(
            database.Background,
            key: null,
            connection => ExtractionCreation.RunAsync(connection, project, order, cancellationToken),
            cancellationToken);
}
