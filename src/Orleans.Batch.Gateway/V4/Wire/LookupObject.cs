namespace Orleans.Batch.Gateway.V4.Wire;

/// <summary>The answer to a look-up of many ids.</summary>
/// <param name="Items">The results: users, then threads, then graphs, each in the order of the request.</param>
internal sealed record LookupAnswer(IReadOnlyList<LookupObject> Items);

/// <summary>The result for one id.</summary>
/// <param name="ResourceType"><c>user</c>, <c>thread</c> or <c>graph</c>.</param>
/// <param name="LegacyId">The id.</param>
/// <param name="Found">Whether there is such an object.</param>
/// <param name="Uuid">Its identity; absent when there is none.</param>
internal sealed record LookupObject(string ResourceType, string LegacyId, bool Found, Guid? Uuid);
