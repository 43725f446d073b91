namespace Orleans.Batch;

/// <summary>
/// The idempotency key of a call. Within one project a key on one path names one call; it is kept seven days.
/// </summary>
/// <param name="Path">The path that the key applies to, such as <c>/batches/{id}/items</c> with the id filled in.</param>
/// <param name="Key">The caller's key, 1 to 255 characters.</param>
/// <param name="BodyHash">SHA-256 of the request's body: another body under the same key is refused.</param>
[GenerateSerializer]
[Alias("orleans-batch.idempotency-key.v1")]
[Immutable]
public sealed record IdempotencyKey(
    [property: Id(0)] string Path,
    [property: Id(1)] string Key,
    [property: Id(2)] ReadOnlyMemory<byte> BodyHash);

/// <summary>An answer, and whether it is a repetition of the first one.</summary>
/// <param name="Value">The answer.</param>
/// <param name="Replayed">True when the answer comes from an earlier call with the same key.</param>
[GenerateSerializer]
[Alias("orleans-batch.replayable.v1`1")]
[Immutable]
public readonly record struct IdempotentResult<T>([property: Id(0)] T Value, [property: Id(1)] bool Replayed);

/// <summary>A final answer kept under a key, to be returned again: a refusal (4xx), or a success.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The JSON body; empty when the answer has none.</param>
public sealed record StoredResponse(int Status, ReadOnlyMemory<byte> Body);

/// <summary>
/// Keeps answers under their keys: refusals, and the successes of calls whose own transactions keep no record.
/// </summary>
public interface IIdempotencyLog
{
    /// <summary>
    /// The answer kept under <paramref name="key"/>, or null when there is none or the call's transaction keeps it. Fails
    /// with <see cref="ErrorKind.IdempotencyMismatch"/> when the key was used with another body.
    /// </summary>
    ValueTask<StoredResponse?> FindAsync(ProjectId project, IdempotencyKey key, CancellationToken cancellationToken);

    /// <summary>Keeps an answer; the first one kept under a key stays.</summary>
    ValueTask KeepAsync(ProjectId project, IdempotencyKey key, StoredResponse answer, CancellationToken cancellationToken);
}
