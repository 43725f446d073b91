namespace Orleans.Batch.Webhooks;

/// <summary>A delivery that was taken and is ours for a while.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Host">Whom it goes to, for the limit per host.</param>
/// <param name="TakenAt">When it was taken, as a timestamp of the clock.</param>
internal sealed record LeasedDelivery(DueDelivery Delivery, string Host, long TakenAt);
