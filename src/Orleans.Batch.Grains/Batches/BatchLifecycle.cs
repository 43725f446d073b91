namespace Orleans.Batch.Grains.Batches;

/// <summary>
/// What a <see cref="BatchGrain"/> knows of its batch. There is no copy of it: it is the batch's own row, whose version
/// is the ETag. Counts are not in it; they are read from the progress rows when asked for.
/// </summary>
internal sealed class BatchLifecycle
{
    public Guid BatchId { get; set; }

    public ProjectId Project { get; set; }

    public BatchStatus Status { get; set; }

    /// <summary>Writing it as true cancels; there is no way back.</summary>
    public bool CancelRequested { get; set; }

    /// <summary>Writing it pauses the batch, or lets it go on.</summary>
    public bool Paused { get; set; }

    /// <summary>Whether the batch runs, and can be paused, resumed and canceled.</summary>
    public bool Runs => Status is BatchStatus.Queued or BatchStatus.Processing;
}
