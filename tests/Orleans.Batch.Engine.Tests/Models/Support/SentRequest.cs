namespace Orleans.Batch.Engine.Tests.Models;

/// <summary>A request that reached the simulated endpoint.</summary>
internal sealed record SentRequest(Guid Id, TimeSpan At, int Tokens, bool IsLive);
