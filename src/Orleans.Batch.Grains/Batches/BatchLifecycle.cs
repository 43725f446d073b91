namespace Orleans.Batch.Grains.Batches;

/// <summary>
/// What a <see cref="BatchGrain"/> knows of its batch. It is no copy: it is read from the batch's row, whose version
/// is the ETag. It has no counts; they are read from the progress rows when requested.
/// </summary>
internal sealed class BatchLifecycle
{
    public Guid BatchId { get; set; }

    public ProjectId Project { get; set; }

    public BatchStatus Status { get; set; }

    /// <summary>Writing true cancels the batch; this cannot be undone.</summary>
    public bool CancelRequested { get; set; }

    /// <summary>Writing it pauses or resumes the batch.</summary>
    public bool Paused { get; set; }

    /// <summary>Whether the batch runs and can be paused, resumed and canceled.</summary>
    public bool Runs => Status is BatchStatus.Queued or BatchStatus.Processing;
}
