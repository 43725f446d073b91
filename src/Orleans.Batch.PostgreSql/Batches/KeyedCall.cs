using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>
/// The idempotency key of a call, inside the transaction that does its work: entered before anything else, recorded
/// with the result, so that effect and record stand or fall together.
/// </summary>
internal static class KeyedCall
{
    /// <summary>
    /// Claims the key until the transaction ends.
    /// </summary>
    /// <returns>What an earlier call with this key recorded, or null when this is the first.</returns>
    public static async ValueTask<string?> EnterAsync(
        WriteTransaction connection, ProjectId project, IdempotencyKey key, CancellationToken cancellationToken)
    {
        await using var batch = connection.Batch();
        batch.BatchCommands.Add(new("SELECT pg_try_advisory_xact_lock(hashtextextended($1 || chr(1) || $2 || chr(1) || $3, 0))")
        {
            Parameters = { new() { Value = project.ToString() }, new() { Value = key.Path }, new() { Value = key.Key } },
        });

        // A statement of its own: its snapshot is taken after the lock was had.
        batch.BatchCommands.Add(new("SELECT body_hash, result FROM idempotency WHERE project_key = $1 AND path = $2 AND key = $3")
        {
            Parameters = { new() { Value = project.Value }, new() { Value = key.Path }, new() { Value = key.Key } },
        });
        await using var reader = await connection.ReadAsync(batch, cancellationToken);
        await reader.ReadAsync(cancellationToken);
        if (!reader.GetBoolean(0))
        {
            throw BatchServiceException.Conflict(
                ErrorCodes.IdempotencyInFlight, "a call with this idempotency key is still running; repeat it in a moment");
        }

        await reader.NextResultAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        if (!key.BodyHash.Span.SequenceEqual(reader.GetFieldValue<byte[]>(0)))
        {
            throw new BatchServiceException(
                ErrorKind.IdempotencyMismatch,
                ErrorCodes.IdempotencyMismatch,
                "this idempotency key was used before with another body; use a new key for a new call");
        }

        return reader.IsDBNull(1) ? null : reader.GetString(1);
    }

    /// <summary>The statement that records what the answer can be rebuilt from.</summary>
    public static NpgsqlBatchCommand Record(ProjectId project, IdempotencyKey key, string result) => new(
        """
        INSERT INTO idempotency (project_key, path, key, body_hash, result) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (project_key, path, key) DO UPDATE SET result = excluded.result
        """)
    {
        Parameters =
        {
            new() { Value = project.Value },
            new() { Value = key.Path },
            new() { Value = key.Key },
            new() { Value = key.BodyHash.ToArray() },
            new() { Value = result },
        },
    };
}
