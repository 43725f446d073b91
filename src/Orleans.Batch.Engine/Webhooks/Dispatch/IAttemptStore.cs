namespace Orleans.Batch.Webhooks;

/// <summary>Where attempts are recorded.</summary>
public interface IAttemptStore
{
    /// <summary>Records an attempt and its consequence, in one transaction.</summary>
    ValueTask RecordAsync(DueDelivery delivery, AttemptRecord attempt, CancellationToken cancellationToken);
}

/// <summary>The result of an attempt.</summary>
/// <param name="Duration">How long it took.</param>
/// <param name="Status">The HTTP status; null when there was no answer.</param>
/// <param name="Error">Why it failed; null when it was delivered.</param>
/// <param name="Response">The first 20 kB of the answer.</param>
/// <param name="Verdict">The consequence.</param>
/// <param name="RetryAfter">When to try again, for <see cref="AttemptVerdict.Retry"/>; null otherwise.</param>
public sealed record AttemptRecord(
    TimeSpan Duration,
    int? Status,
    string? Error,
    ReadOnlyMemory<byte> Response,
    AttemptVerdict Verdict,
    TimeSpan? RetryAfter);
