namespace Orleans.Batch.Server.Loading;

/// <summary>What the command line asks of a load.</summary>
/// <param name="File">The file.</param>
/// <param name="Url">The server.</param>
/// <param name="Key">The API key.</param>
/// <param name="Receipt">Where the JSON receipt goes, or null.</param>
internal sealed record LoadOptions(string File, Uri Url, string Key, string? Receipt);
