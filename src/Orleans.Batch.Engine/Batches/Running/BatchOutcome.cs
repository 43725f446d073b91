namespace Orleans.Batch.Batches;

/// <summary>Derives the terminal status of a batch from its counts.</summary>
public static class BatchOutcome
{
    /// <summary>The terminal status of a run whose lanes have all ended.</summary>
    public static BatchStatus FromRun(BatchRun run) => run switch
    {
        { Failed: > 0, Succeeded: > 0 } or { Unextracted: > 0 } => BatchStatus.Partial,
        { Failed: > 0 } => BatchStatus.Failed,
        { CancelRequested: true } => BatchStatus.Canceled,
        _ when run.Canceled == run.Items => BatchStatus.Canceled,
        _ => BatchStatus.Succeeded,
    };
}
