using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.PostgreSql.Imports.Rows;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Creates a draft.</summary>
internal static class DraftCreation
{
    private const string Insert =
        """
        INSERT INTO batch (project_key, batch_uuid, extraction, ignore_roles, strict_ontology, metadata, priority, model, import_key, created_at, updated_at)
        SELECT p.project_key, $2, coalesce($3, p.extraction), $4, $5, $6, $7, $8::text, $9, t.now, t.now
        FROM project p, (SELECT sql_now() AS now OFFSET 0) t WHERE p.project_key = $1
        """;

    private const string InsertCaps =
        """
        INSERT INTO model_budget (batch_key, project_key, max_tokens, max_cost)
        SELECT batch_key, project_key, $2, $3 FROM batch WHERE batch_uuid = $1
        """;

    public static async ValueTask<IdempotentResult<BatchSummary>> RunAsync(
        WriteTransaction connection, ProjectId project, NewBatch batch, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        if (await KeyedCall.EnterAsync(connection, project, key, cancellationToken) is { } recorded)
        {
            // Not a 404: on this route clients read a 404 as "no Batch API here".
            var first = await BatchLookup.FindAsync(connection, project, Guid.Parse(recorded), cancellationToken)
                ?? throw BatchServiceException.Conflict(
                    ErrorCodes.NotFound, $"batch {recorded}, created under this idempotency key, has been deleted; use a new key");
            return new IdempotentResult<BatchSummary>(AsCreated(first.Summary), Replayed: true);
        }

        var import = batch.ImportId is { } importId
            ? await ImportLock.ShareAsync(connection, project, importId, cancellationToken)
            : null;
        import?.RequireOpen();
        var batchId = Guid.CreateVersion7();
        await using var commands = connection.Batch();
        commands.BatchCommands.Add(InsertCommand(project, batchId, batch, import?.Key));
        if (batch.Caps is { } caps)
        {
            commands.BatchCommands.Add(CapsCommand(batchId, caps));
        }

        if (key is not null)
        {
            commands.BatchCommands.Add(KeyedCall.Record(project, key, batchId.ToString()));
        }

        await connection.RunAsync(commands, cancellationToken);
        var created = await BatchLookup.FindAsync(connection, project, batchId, cancellationToken)
            ?? throw BatchServiceException.NotFound("project", project.ToString());
        return new IdempotentResult<BatchSummary>(created.Summary, Replayed: false);
    }

    private static NpgsqlBatchCommand CapsCommand(Guid batchId, ModelCaps caps) => new(InsertCaps)
    {
        Parameters =
        {
            new() { Value = batchId },
            Statements.Nullable(caps.MaxTokens, NpgsqlDbType.Bigint),
            Statements.Nullable(caps.MaxCost, NpgsqlDbType.Bigint),
        },
    };

    private static NpgsqlBatchCommand InsertCommand(ProjectId project, Guid batchId, NewBatch batch, long? importKey) => new(Insert)
    {
        Parameters =
        {
            new() { Value = project.Value },
            new() { Value = batchId },
            Statements.Nullable(batch.Extraction is { } mode ? (short)mode : null, NpgsqlDbType.Smallint),
            Statements.Nullable(batch.IgnoreRoles?.Select(r => (short)r).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Smallint),
            Statements.Nullable(batch.StrictOntology, NpgsqlDbType.Boolean),
            Statements.Nullable(batch.Metadata?.Value, NpgsqlDbType.Text),
            new() { Value = (short)batch.Priority },
            Statements.Nullable(batch.Model, NpgsqlDbType.Text),
            Statements.Nullable(importKey, NpgsqlDbType.Bigint),
        },
    };

    // A repeated create gets the first answer again, even if the batch has changed since.
    private static BatchSummary AsCreated(BatchSummary now) => now with
    {
        Status = BatchStatus.Draft,
        ItemCount = 0,
        UpdatedAt = now.CreatedAt,
        ProcessedAt = null,
        CompletedAt = null,
        CancelRequestedAt = null,
        PausedAt = null,
        Progress = new BatchProgress { TotalItems = 0 },
    };
}
