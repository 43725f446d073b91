namespace Orleans.Batch.PostgreSql.Webhooks;

/// <summary>The state of a delivery, with the numbers of the schema.</summary>
internal enum DeliveryState : short
{
    Due = 0,
    Delivered = 1,
    Failed = 2,
    Aborted = 3,
}
