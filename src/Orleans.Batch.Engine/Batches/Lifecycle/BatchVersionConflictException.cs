namespace Orleans.Batch.Batches;

/// <summary>A batch no longer has the version that a change expected; nothing was changed.</summary>
public sealed class BatchVersionConflictException(Guid batchId, int version, int now)
    : Exception($"batch {batchId} has moved on from version {version} to {now}")
{
    /// <summary>Its current version.</summary>
    public int Now => now;
}
