namespace Orleans.Batch.PostgreSql.Webhooks;

/// <summary>Where a delivery stands, as the schema numbers it.</summary>
internal enum DeliveryState : short
{
    Due = 0,
    Delivered = 1,
    Failed = 2,
    Aborted = 3,
}
