namespace Orleans.Batch.Server.Loading;

/// <summary>What the command line asks of a load.</summary>
/// <param name="File">The file.</param>
/// <param name="Server">Where it goes.</param>
/// <param name="Receipt">Where the JSON receipt goes, or null.</param>
/// <param name="PauseWhenFull">Whether a server that can take nothing more is waited for without an end.</param>
internal sealed record LoadOptions(string File, ApiTarget Server, string? Receipt = null, bool PauseWhenFull = false);
