namespace Orleans.Batch.Models;

/// <summary>The limits of an endpoint, as the profile of a request states them.</summary>
/// <param name="RequestsPerMinute">The most requests a minute.</param>
/// <param name="TokensPerMinute">The most tokens a minute; 0: only requests are limited.</param>
/// <param name="ConcurrentRequests">The most requests in flight.</param>
/// <param name="LiveShare">The share of all three that batches leave to live writes, from 0 to 0.9.</param>
/// <param name="Timeout">How long a request may take.</param>
[GenerateSerializer]
[Alias("orleans-batch.model-request-limits.v1")]
[Immutable]
public sealed record RequestLimits(
    [property: Id(0)] int RequestsPerMinute,
    [property: Id(1)] int TokensPerMinute,
    [property: Id(2)] int ConcurrentRequests,
    [property: Id(3)] double LiveShare,
    [property: Id(4)] TimeSpan Timeout)
{
    /// <summary>The limits of a profile.</summary>
    public static RequestLimits From(ModelProfile profile) => new(
        profile.RequestsPerMinute, profile.TokensPerMinute, profile.ConcurrentRequests, profile.LiveShare, profile.Timeout);

    /// <summary>The part of a limit that a batch may use: at least 1, else a batch would wait forever.</summary>
    internal long BatchPart(int limit) => Math.Max(1, (long)(limit * (1 - LiveShare)));

    /// <summary>The part of a minute that a request takes of the limits.</summary>
    internal double PartOfMinute(long tokens) =>
        Math.Max(1.0 / RequestsPerMinute, TokensPerMinute == 0 ? 0 : (double)Math.Min(tokens, TokensPerMinute) / TokensPerMinute);
}
