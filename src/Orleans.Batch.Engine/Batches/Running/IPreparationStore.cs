namespace Orleans.Batch.Batches;

/// <summary>
/// Prepares queued batches, in the process order of their project. Each method is one transaction; temporary faults are
/// <see cref="TransientStoreException"/>.
/// </summary>
public interface IPreparationStore
{
    /// <summary>
    /// Checks a queued batch's references and forms its lanes, or makes it invalid, which ends it and writes its outbox message.
    /// </summary>
    ValueTask<PreparationResult> PrepareAsync(long batchKey, CancellationToken cancellationToken);

    /// <summary>The first bad items of an invalid batch, at most <see cref="ProblemList.MaxListed"/>, and how many there are.</summary>
    ValueTask<ProblemList> ReadInvalidItemsAsync(long batchKey, CancellationToken cancellationToken);

    /// <summary>The next queued batch of the project of this one, in process order; null if there is none.</summary>
    ValueTask<long?> FindNextQueuedAsync(long batchKey, CancellationToken cancellationToken);
}

/// <summary>The result of preparing a batch.</summary>
public enum PreparationResult
{
    /// <summary>Its lanes are formed; it is processing.</summary>
    Prepared,

    /// <summary>Some items name destinations that do not exist; it is invalid.</summary>
    Invalid,

    /// <summary>An earlier batch of the project is not prepared yet; its lanes must come first.</summary>
    NotItsTurn,

    /// <summary>It is not queued (any more).</summary>
    NotQueued,
}
