namespace Orleans.Batch.Webhooks;

/// <summary>What came of posting a message once.</summary>
/// <param name="Status">The HTTP status; null when there was no answer.</param>
/// <param name="Error">Why there was none; null when there was.</param>
/// <param name="Response">The beginning of the answer's body.</param>
/// <param name="Abort">Whether the receiver asked for no more of this message.</param>
/// <param name="RetryAfter">How long it asked to be left alone; null when it did not.</param>
internal sealed record AttemptResponse(
    int? Status, string? Error, ReadOnlyMemory<byte> Response, bool Abort, TimeSpan? RetryAfter);
