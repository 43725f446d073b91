namespace Orleans.Batch.Server.Loading;

/// <summary>The server a command speaks to.</summary>
/// <param name="Url">Where it is, with or without <c>/api/v2</c> at its end.</param>
/// <param name="Key">The API key.</param>
internal sealed record ApiTarget(Uri Url, string Key);
