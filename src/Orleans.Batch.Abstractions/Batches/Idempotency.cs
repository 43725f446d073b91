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

/// <summary>A refusal (4xx) kept under a key, to be returned again.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The JSON body.</param>
public sealed record StoredErrorResponse(int Status, ReadOnlyMemory<byte> Body);

/// <summary>Keeps refusals under their keys; the transaction of a successful call keeps its answer.</summary>
public interface IIdempotencyLog
{
    /// <summary>
    /// The refusal kept under <paramref name="key"/>, or null when there is none or the call succeeded. Fails with
    /// <see cref="ErrorKind.IdempotencyMismatch"/> when the key was used with another body.
    /// </summary>
    ValueTask<StoredErrorResponse?> FindRefusalAsync(ProjectId project, IdempotencyKey key, CancellationToken cancellationToken);

    /// <summary>Keeps a refusal; the first one kept under a key stays.</summary>
    ValueTask KeepRefusalAsync(
        ProjectId project, IdempotencyKey key, StoredErrorResponse refusal, CancellationToken cancellationToken);
}
