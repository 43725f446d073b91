namespace Orleans.Batch.Loading;

/// <summary>How long a call is tried again.</summary>
/// <param name="Longest">The limit while the server is unavailable, fails, or is busy.</param>
/// <param name="PauseWhenFull">
/// Whether to wait without a limit for a server that answers 429, 503 or 507: it runs and can accept nothing now. The
/// time of <paramref name="Longest"/> then starts again with each such answer.
/// </param>
internal sealed record ApiRetryPolicy(TimeSpan Longest, bool PauseWhenFull = false);
