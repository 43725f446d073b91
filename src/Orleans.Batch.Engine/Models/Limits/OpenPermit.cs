namespace Orleans.Batch.Models;

/// <summary>A place that is given out and not reported yet.</summary>
/// <param name="SentAt">When its request is sent.</param>
/// <param name="Tokens">The most tokens of the request.</param>
/// <param name="IsLive">Whether it is for a live write.</param>
/// <param name="Cost">How long all requests wait for it.</param>
/// <param name="Limits">The limits of its profile.</param>
internal sealed record OpenPermit(TimeSpan SentAt, long Tokens, bool IsLive, TimeSpan Cost, RequestLimits Limits)
{
    // Beyond the time limit of the request: for its answer, and for the report.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    /// <summary>When its request can no longer be in flight: the process that held it is gone.</summary>
    public TimeSpan ExpiresAt => SentAt + Limits.Timeout + Margin;
}
