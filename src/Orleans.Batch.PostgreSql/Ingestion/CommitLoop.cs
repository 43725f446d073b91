using Orleans.Batch.PostgreSql.Webhooks;

namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>One of the loops that commit.</summary>
/// <param name="Number">Its progress slot.</param>
/// <param name="Queue">Receives its webhook deliveries.</param>
internal sealed record CommitLoop(short Number, DeliveryQueue Queue);
