using Orleans.Batch.PostgreSql.Webhooks;

namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>One of the loops that commit.</summary>
/// <param name="Number">Where it counts progress.</param>
/// <param name="Queue">Where it puts webhook deliveries.</param>
internal sealed record CommitLoop(short Number, DeliveryQueue Queue);
