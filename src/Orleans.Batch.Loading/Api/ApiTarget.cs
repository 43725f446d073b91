namespace Orleans.Batch.Loading;

/// <summary>The server that a command calls.</summary>
/// <param name="Url">The address, with or without <c>/api/v2</c> or <c>/api/v4</c> at its end.</param>
/// <param name="Key">The API key.</param>
internal sealed record ApiTarget(Uri Url, string Key);
