namespace Orleans.Batch.Server.Loading;

/// <summary>How long a call is tried again.</summary>
/// <param name="Longest">While the server is away, fails, or is busy.</param>
/// <param name="PauseWhenFull">
/// Whether a server that answers 503 or 429, so is there and can take nothing now, is waited for without an end. The
/// time of <paramref name="Longest"/> then begins anew with each such answer.
/// </param>
internal sealed record ApiRetryPolicy(TimeSpan Longest, bool PauseWhenFull = false);
