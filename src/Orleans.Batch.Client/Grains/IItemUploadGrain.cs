namespace Orleans.Batch.Client;

/// <summary>
/// One stream of items into a draft, in pieces; named by an id that its sender creates. The silo keeps the items on
/// disk until the stream has ended: all of them are added or none. The stream is lost when its silo ends.
/// </summary>
[Alias("orleans-batch.item-upload.v1")]
public interface IItemUploadGrain : IGrainWithGuidKey
{
    /// <summary>Adds the next piece; returns when there is room for another.</summary>
    /// <param name="project">The caller's project.</param>
    /// <param name="batchId">The draft.</param>
    /// <param name="piece">The number of the piece, from 0: a stream whose beginning is lost is refused.</param>
    /// <param name="items">At most 500 items.</param>
    ValueTask SendAsync(ProjectId project, Guid batchId, int piece, NewBatchItem[] items);

    /// <summary>Ends the stream and adds its items.</summary>
    /// <param name="project">The caller's project.</param>
    /// <param name="pieces">How many pieces there were.</param>
    /// <param name="key">The idempotency key of the call.</param>
    [ResponseTimeout("00:10:00")]
    ValueTask<IdempotentResult<AddedItems>> EndAsync(ProjectId project, int pieces, IdempotencyKey? key);
}
