namespace Orleans.Batch;

/// <summary>The status of a batch. The numbers are stored; they never change.</summary>
[GenerateSerializer]
[Alias("orleans-batch.batch-status.v1")]
public enum BatchStatus : short
{
    /// <summary>Being filled; nothing runs.</summary>
    Draft = 0,

    /// <summary>Accepted; references are being checked and lanes formed.</summary>
    Queued = 1,

    /// <summary>Being ingested.</summary>
    Processing = 2,

    /// <summary>At least one item names a destination that does not exist; never runs. Terminal, deletable.</summary>
    Invalid = 3,

    /// <summary>No item failed, and no cancellation was requested. Terminal.</summary>
    Succeeded = 4,

    /// <summary>Some items succeeded and some failed. Terminal.</summary>
    Partial = 5,

    /// <summary>Items failed and none succeeded. Terminal.</summary>
    Failed = 6,

    /// <summary>
    /// No item failed, and cancellation was requested, or every item was canceled because its destination was deleted.
    /// Terminal.
    /// </summary>
    Canceled = 7,
}
