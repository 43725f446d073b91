namespace Orleans.Batch.Imports;

/// <summary>Derives the status of an import from its batches, by the rules for a batch (<see cref="Batches.BatchOutcome"/>).</summary>
public static class ImportOutcome
{
    /// <summary>The status of an import.</summary>
    /// <param name="closed">Whether it is closed.</param>
    /// <param name="cancelRequested">Whether cancellation was requested.</param>
    /// <param name="parts">Its batches.</param>
    /// <param name="counts">The counts of its items.</param>
    public static ImportStatus From(bool closed, bool cancelRequested, ImportParts parts, ImportProgress counts)
    {
        if (!closed)
        {
            return ImportStatus.Open;
        }

        // Nothing becomes of the drafts of a canceled import, so they do not keep it from ending.
        if (parts.Queued > 0 || parts.Processing > 0 || (parts.Draft > 0 && !cancelRequested))
        {
            return ImportStatus.Processing;
        }

        return counts switch
        {
            { FailedItems: > 0, SucceededItems: > 0 } or { UnextractedItems: > 0 } => ImportStatus.Partial,
            { FailedItems: > 0 } => ImportStatus.Failed,
            _ when cancelRequested => ImportStatus.Canceled,
            { TotalItems: > 0 } when counts.CanceledItems == counts.TotalItems => ImportStatus.Canceled,
            _ => ImportStatus.Succeeded,
        };
    }
}
