using Npgsql;
using Orleans.Batch.Idempotency;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Idempotency;

/// <summary>Records answers under their keys, and removes all keys after seven days.</summary>
/// <param name="database">The database.</param>
public sealed class IdempotencyLog(Database database) : IIdempotencyLog, IIdempotencyRetention
{
    // The lowest HTTP status of a refusal.
    private const int FirstRefusal = 300;

    private const string Select =
        """
        SELECT body_hash, answer_status, answer_body FROM idempotency
        WHERE project_key = $1 AND path = $2 AND key = $3
        """;

    // A process call records its success with the sealing and may still fail after it (missing destinations):
    // a repeat gets the last answer that the caller got. So does a repeat of a call that keeps its success here although
    // its transaction has recorded the key.
    private const string Insert =
        """
        INSERT INTO idempotency (project_key, path, key, body_hash, answer_status, answer_body)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (project_key, path, key) DO UPDATE
            SET answer_status = excluded.answer_status, answer_body = excluded.answer_body
            WHERE idempotency.body_hash = excluded.body_hash AND idempotency.answer_status IS NULL
              AND (idempotency.path LIKE '%/batches/%/process' OR $7)
        """;

    private const string DeleteExpired =
        """
        DELETE FROM idempotency WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM idempotency WHERE created_at < sql_now() - interval '7 days'
            ORDER BY created_at LIMIT $1 FOR UPDATE SKIP LOCKED))
        """;

    /// <inheritdoc/>
    public ValueTask<StoredResponse?> FindAsync(
        ProjectId project, IdempotencyKey key, CancellationToken cancellationToken) =>
        ServiceGuard.RunAsync(() => StoreFaults.Translate(async () =>
        {
            var kept = await database.Requests
                .Statement(Select, project.Value, key.Path, key.Key)
                .RowAsync(Kept.Read, cancellationToken);
            return kept is null || kept.BodyHash.AsSpan().SequenceEqual(key.BodyHash.Span)
                ? kept?.Answer
                : throw new BatchServiceException(
                    ErrorKind.IdempotencyMismatch,
                    ErrorCodes.IdempotencyMismatch,
                    "this Idempotency-Key was used before with another body; use a new key for a new request");
        }));

    /// <inheritdoc/>
    public async ValueTask KeepAsync(
        ProjectId project, IdempotencyKey key, StoredResponse answer, CancellationToken cancellationToken) =>
        await ServiceGuard.RunAsync(() => database.WriteAsync(
            key,
            connection => connection
                .Statement(
                    Insert, project.Value, key.Path, key.Key, key.BodyHash.ToArray(), (short)answer.Status, answer.Body.ToArray(),
                    answer.Status < FirstRefusal)
                .RunAsync(cancellationToken),
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask<bool> RemoveExpiredAsync(int limit, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
            await database.Background.Statement(DeleteExpired, (long)limit).RunAsync(cancellationToken) == limit);

    private sealed record Kept(byte[] BodyHash, StoredResponse? Answer)
    {
        public static Kept Read(NpgsqlDataReader r) => new(
            r.GetFieldValue<byte[]>(0),
            r.Maybe<short>(1) is { } status ? new StoredResponse(status, r.GetFieldValue<byte[]>(2)) : null);
    }
}
