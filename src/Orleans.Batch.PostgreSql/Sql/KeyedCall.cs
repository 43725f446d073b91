using Npgsql;

namespace Orleans.Batch.PostgreSql.Sql;

/// <summary>
/// The idempotency key of a call, inside the transaction that does its work: claimed before anything else and recorded
/// with the result, so that effect and record are committed together or not at all.
/// </summary>
internal static class KeyedCall
{
    /// <summary>Claims the key of a call, if it has one, until the transaction ends.</summary>
    /// <returns>The record of an earlier call with this key, or null if this is the first.</returns>
    public static async ValueTask<string?> EnterAsync(
        WriteTransaction connection, ProjectId project, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        if (key is null)
        {
            return null;
        }

        await using var batch = connection.Batch();
        batch.BatchCommands.Add(new("SELECT pg_try_advisory_xact_lock(hashtextextended($1 || chr(1) || $2 || chr(1) || $3, 0))")
        {
            Parameters = { new() { Value = project.ToString() }, new() { Value = key.Path }, new() { Value = key.Key } },
        });

        // A separate statement: its snapshot is taken after the lock is acquired.
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

    /// <summary>Records the data from which the answer is rebuilt, if the call has a key.</summary>
    public static async ValueTask RecordAsync(
        NpgsqlConnection connection, ProjectId project, IdempotencyKey? key, Func<string> result, CancellationToken cancellationToken)
    {
        if (key is not null)
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(Record(project, key, result()));
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>The statement that records the data from which the answer is rebuilt.</summary>
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
