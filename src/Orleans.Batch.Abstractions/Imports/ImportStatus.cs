namespace Orleans.Batch;

/// <summary>The status of an import. It follows from the import's batches, and from its being undone, and is never stored.</summary>
[GenerateSerializer]
[Alias("orleans-batch.import-status.v1")]
public enum ImportStatus
{
    /// <summary>Not closed: more batches may come, even if all that it has have ended.</summary>
    Open,

    /// <summary>Closed, and some of its batches have not ended. A draft has not, unless the import was canceled.</summary>
    Processing,

    /// <summary>Ended: no item failed, and no cancellation was requested.</summary>
    Succeeded,

    /// <summary>Ended: some items succeeded and some failed, or a model could not extract some.</summary>
    Partial,

    /// <summary>Ended: items failed and none succeeded.</summary>
    Failed,

    /// <summary>Ended: no item failed, and cancellation was requested, or every item was canceled.</summary>
    Canceled,

    /// <summary>Ended, and what it brought is being removed.</summary>
    Undoing,

    /// <summary>What it brought was removed. Its batches stay as a record until retention removes them.</summary>
    Undone,
}
