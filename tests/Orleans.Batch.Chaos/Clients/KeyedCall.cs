using Orleans.Batch.Chaos.Api;
using Orleans.Batch.Chaos.Model;

namespace Orleans.Batch.Chaos.Clients;

/// <summary>A call with an Idempotency-Key whose outcome is known, to be repeated later.</summary>
/// <param name="Write">The write.</param>
/// <param name="Request">The request.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Batch">The batch that it created or changed, if any.</param>
public sealed record KeyedCall(Write Write, ApiRequest Request, ApiResponse Answer, BatchRecord? Batch);
