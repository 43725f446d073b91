namespace Orleans.Batch;

/// <summary>The status of an item. The numbers are stored; they never change.</summary>
[GenerateSerializer]
[Alias("orleans-batch.item-status.v1")]
public enum ItemStatus : short
{
    /// <summary>In a draft, or in a batch that never ran.</summary>
    Pending = 0,

    /// <summary>Part of a running batch.</summary>
    Queued = 1,

    /// <summary>Being processed: the current item of its lane.</summary>
    Processing = 2,

    /// <summary>In its graph.</summary>
    Succeeded = 3,

    /// <summary>Failed with a reason; the items after it continued.</summary>
    Failed = 4,

    /// <summary>Stored, and not extracted by request (its role is in <c>ignore_roles</c>).</summary>
    Skipped = 5,

    /// <summary>Its batch was canceled, or its destination deleted, before it was ingested.</summary>
    Canceled = 6,
}
