namespace Orleans.Batch.Webhooks;

/// <summary>A delivery that this dispatcher has taken for a limited time.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Host">The receiver's host, for the limit per host.</param>
/// <param name="TakenAt">When it was taken, as a timestamp of the clock.</param>
internal sealed record LeasedDelivery(DueDelivery Delivery, string Host, long TakenAt);
