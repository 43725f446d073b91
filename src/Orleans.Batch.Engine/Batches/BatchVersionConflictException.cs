namespace Orleans.Batch.Batches;

/// <summary>A batch has moved on from the version that a change was meant for; nothing was changed.</summary>
public sealed class BatchVersionConflictException(Guid batchId, int version, int now)
    : Exception($"batch {batchId} has moved on from version {version} to {now}")
{
    /// <summary>The version it has.</summary>
    public int Now => now;
}
