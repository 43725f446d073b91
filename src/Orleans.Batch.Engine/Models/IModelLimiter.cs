namespace Orleans.Batch.Models;

/// <summary>Keeps the limits of endpoints, for all processes together.</summary>
public interface IModelLimiter
{
    /// <summary>Takes a place for one request.</summary>
    /// <param name="profile">The name of the profile.</param>
    /// <param name="tokens">The most tokens of the request, input and output together.</param>
    /// <param name="isLive">Whether it is for a live write, which goes first.</param>
    /// <param name="cancellationToken">Gives the place up.</param>
    /// <returns>The place; or why there is none now; or, after half a minute of waiting, neither: the caller asks again.</returns>
    ValueTask<ModelPermit> AcquireAsync(string profile, int tokens, bool isLive, CancellationToken cancellationToken);

    /// <summary>Ends a request, and tells how it went.</summary>
    ValueTask ReportAsync(string profile, CallReport report);
}

/// <summary>A place in the order of requests, or when to ask for one again.</summary>
/// <param name="Id">Its id, for the report; empty where there is none.</param>
/// <param name="Wait">How long to wait: before the request is sent, or before asking again.</param>
/// <param name="HeldBecause">
/// Why no requests are sent now: the endpoint is out of order. Null for a place, and where there is none yet because others are first.
/// </param>
[GenerateSerializer]
[Alias("orleans-batch.model-permit.v1")]
[Immutable]
public readonly record struct ModelPermit(
    [property: Id(0)] Guid Id, [property: Id(1)] TimeSpan Wait, [property: Id(2)] string? HeldBecause);

/// <summary>How a request went.</summary>
/// <param name="PermitId">Its place.</param>
/// <param name="Tokens">How many tokens it took; null where it was not sent.</param>
/// <param name="Fault">What went wrong; null for an answer, and for a place that is given back unused.</param>
/// <param name="Reason">The fault in words.</param>
/// <param name="Limits">What the response said of limits.</param>
[GenerateSerializer]
[Alias("orleans-batch.model-call-report.v1")]
[Immutable]
public sealed record CallReport(
    [property: Id(0)] Guid PermitId,
    [property: Id(1)] long? Tokens,
    [property: Id(2)] ModelFault? Fault,
    [property: Id(3)] string? Reason,
    [property: Id(4)] EndpointLimits Limits);
