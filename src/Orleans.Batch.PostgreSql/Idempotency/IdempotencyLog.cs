using Npgsql;
using Orleans.Batch.Idempotency;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Idempotency;

/// <summary>Records failed calls under their keys, and removes all keys after seven days.</summary>
/// <param name="database">The database.</param>
public sealed class IdempotencyLog(Database database) : IIdempotencyLog, IIdempotencyRetention
{
    private const string Select =
        """
        SELECT body_hash, refusal_status, refusal_body FROM idempotency
        WHERE project_key = $1 AND path = $2 AND key = $3
        """;

    // A process call records its success with the sealing and may still fail after it (missing destinations):
    // a repeat gets the last answer that the caller got.
    private const string Insert =
        """
        INSERT INTO idempotency (project_key, path, key, body_hash, refusal_status, refusal_body)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (project_key, path, key) DO UPDATE
            SET refusal_status = excluded.refusal_status, refusal_body = excluded.refusal_body
            WHERE idempotency.body_hash = excluded.body_hash AND idempotency.refusal_status IS NULL
              AND idempotency.path LIKE '/batches/%/process'
        """;

    private const string DeleteExpired =
        """
        DELETE FROM idempotency WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM idempotency WHERE created_at < sql_now() - interval '7 days'
            ORDER BY created_at LIMIT $1 FOR UPDATE SKIP LOCKED))
        """;

    /// <inheritdoc/>
    public ValueTask<StoredErrorResponse?> FindRefusalAsync(
        ProjectId project, IdempotencyKey key, CancellationToken cancellationToken) =>
        ServiceGuard.RunAsync(() => StoreFaults.Translate(async () =>
        {
            var kept = await database.Requests
                .Statement(Select, project.Value, key.Path, key.Key)
                .RowAsync(Kept.Read, cancellationToken);
            return kept is null || kept.BodyHash.AsSpan().SequenceEqual(key.BodyHash.Span)
                ? kept?.Refusal
                : throw new BatchServiceException(
                    ErrorKind.IdempotencyMismatch,
                    ErrorCodes.IdempotencyMismatch,
                    "this Idempotency-Key was used before with another body; use a new key for a new request");
        }));

    /// <inheritdoc/>
    public async ValueTask KeepRefusalAsync(
        ProjectId project, IdempotencyKey key, StoredErrorResponse refusal, CancellationToken cancellationToken) =>
        await ServiceGuard.RunAsync(() => database.WriteAsync(
            key,
            connection => connection
                .Statement(
                    Insert, project.Value, key.Path, key.Key, key.BodyHash.ToArray(), (short)refusal.Status, refusal.Body.ToArray())
                .RunAsync(cancellationToken),
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask<bool> RemoveExpiredAsync(int limit, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
            await database.Background.Statement(DeleteExpired, (long)limit).RunAsync(cancellationToken) == limit);

    private sealed record Kept(byte[] BodyHash, StoredErrorResponse? Refusal)
    {
        public static Kept Read(NpgsqlDataReader r) => new(
            r.GetFieldValue<byte[]>(0),
            r.Maybe<short>(1) is { } status ? new StoredErrorResponse(status, r.GetFieldValue<byte[]>(2)) : null);
    }
}
