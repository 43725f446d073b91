namespace Orleans.Batch.Webhooks;

/// <summary>The result of posting a message once.</summary>
/// <param name="Status">The HTTP status; null when there was no answer.</param>
/// <param name="Error">Why there was none; null when there was.</param>
/// <param name="Response">The beginning of the answer's body.</param>
/// <param name="Abort">Whether the receiver refused further attempts of this message.</param>
/// <param name="RetryAfter">Its Retry-After; null without one.</param>
internal sealed record AttemptResponse(
    int? Status, string? Error, ReadOnlyMemory<byte> Response, bool Abort, TimeSpan? RetryAfter);
