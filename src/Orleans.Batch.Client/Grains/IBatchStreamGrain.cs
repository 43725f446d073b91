namespace Orleans.Batch.Client;

/// <summary>
/// What is read of a batch as it goes along. A stream is bound to one activation, so that each has a grain of its own, named
/// by an id that its reader made. It breaks off when its silo ends; the reader begins it anew.
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
