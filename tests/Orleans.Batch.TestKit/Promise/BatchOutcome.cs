namespace Orleans.Batch.TestKit.Promise;

/// <summary>The terminal status that follows from a batch's counts.</summary>
public static class BatchOutcome
{
    public static BatchStatus From(int items, int succeeded, int failed, int canceled, bool cancelRequested) => (succeeded, failed) switch
    {
        ( > 0, > 0) => BatchStatus.Partial,
        (_, > 0) => BatchStatus.Failed,
        _ when cancelRequested || canceled == items => BatchStatus.Canceled,
        _ => BatchStatus.Succeeded,
    };
}
