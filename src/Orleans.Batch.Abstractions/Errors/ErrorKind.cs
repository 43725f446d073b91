namespace Orleans.Batch;

/// <summary>What a caller can do about a refusal; the gateway turns it into an HTTP status.</summary>
[GenerateSerializer]
[Alias("orleans-batch.error-kind.v1")]
public enum ErrorKind
{
    /// <summary>The request is wrong; repeating it unchanged cannot help. HTTP 400.</summary>
    InvalidRequest,

    /// <summary>There is no such thing in this project. HTTP 404.</summary>
    NotFound,

    /// <summary>The thing is in a state that does not allow this. HTTP 409.</summary>
    Conflict,

    /// <summary>The idempotency key was used before with another body. HTTP 422.</summary>
    IdempotencyMismatch,

    /// <summary>
    /// The service cannot accept work now (database restarting, disk full). Nothing was done, so the call can be repeated;
    /// a call with an idempotency key may have been done, and a repeat with the same key finds it. HTTP 503.
    /// </summary>
    Unavailable,

    /// <summary>
    /// A call without an idempotency key may have been done or not: the answer to its commit was lost, and the outcome
    /// could not be looked up in time. Check before repeating it. HTTP 424.
    /// </summary>
    OutcomeUnknown,
}
