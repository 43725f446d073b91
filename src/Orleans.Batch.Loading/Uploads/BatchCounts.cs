namespace Orleans.Batch.Loading;

/// <summary>Adds the growth of one batch's counts to the progress of the load.</summary>
internal sealed class BatchCounts(LoadProgress progress)
{
    private long _stored;
    private long _ended;

    /// <summary>Adds what has changed since the last call.</summary>
    /// <param name="counts">The counts of the batch now.</param>
    /// <param name="all">How many items it has, once it has ended: none of them is waited for any more. Null before.</param>
    public void Update(BatchProgress counts, long? all)
    {
        if (counts.ExtractedItems is not null)
        {
            progress.IsByModel = true;
        }

        var (stored, ended) = (all ?? counts.CountStored(), all ?? counts.CountEnded());
        progress.AddStored(stored - _stored);
        progress.AddEnded(ended - _ended);
        (_stored, _ended) = (stored, ended);
    }
}
