namespace Orleans.Batch.Work;

/// <summary>How well a host reaches the store, by the renewals of its own lease.</summary>
public enum LeaseReach
{
    /// <summary>Neither of the others: it has begun a moment ago, or a renewal failed not long ago.</summary>
    Unsure,

    /// <summary>It has renewed without a failure for long enough to know that the store is there.</summary>
    Sure,

    /// <summary>Renewals have failed, more than once, for so long that its lease has run out.</summary>
    Lost,
}
