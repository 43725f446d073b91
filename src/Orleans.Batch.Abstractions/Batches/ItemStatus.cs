namespace Orleans.Batch;

/// <summary>Where an item stands. The numbers are stored; they never change.</summary>
[GenerateSerializer]
[Alias("orleans-batch.item-status.v1")]
public enum ItemStatus : short
{
    /// <summary>In a draft, or in a batch that never ran.</summary>
    Pending = 0,

    /// <summary>Handed to the run.</summary>
    Queued = 1,

    /// <summary>The item its lane is working on.</summary>
    Processing = 2,

    /// <summary>In its graph.</summary>
    Succeeded = 3,

    /// <summary>Refused with a reason; those behind it went on.</summary>
    Failed = 4,

    /// <summary>Stored, and nothing to extract by request (its role is in <c>ignore_roles</c>).</summary>
    Skipped = 5,

    /// <summary>Its batch was canceled, or its destination deleted, before it was ingested.</summary>
    Canceled = 6,
}
