namespace Orleans.Batch.Client;

/// <summary>
/// Streams that read a batch. A stream is bound to one activation, so each stream uses one grain, named by an id that
/// its reader creates. It breaks off when its silo ends; the reader starts it again.
/// </summary>
[Alias("orleans-batch.batch-stream.v1")]
public interface IBatchStreamGrain : IGrainWithGuidKey
{
    /// <inheritdoc cref="IBatchClient.WatchAsync"/>
    IAsyncEnumerable<BatchEvent> WatchAsync(
        ProjectId project, Guid batchId, string? lastEventId, CancellationToken cancellationToken);

    /// <inheritdoc cref="IBatchClient.ExportItemsAsync"/>
    IAsyncEnumerable<BatchItemRecord> ExportItemsAsync(
        ProjectId project, Guid batchId, BatchItemFilter filter, CancellationToken cancellationToken);
}
