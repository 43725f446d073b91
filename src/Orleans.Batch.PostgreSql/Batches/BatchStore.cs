using Npgsql;
using Orleans.Batch.Batches;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Webhooks;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Batches in PostgreSQL. This file creates, finds and lists them; each other step has a separate file.</summary>
public sealed partial class BatchStore(Database database, DeliveryQueue queue) : IBatchStore, IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        _preparing.Dispose();
        _storing.Dispose();
    }

    /// <inheritdoc/>
    public ValueTask<IdempotentResult<BatchSummary>> CreateAsync(
        ProjectId project, NewBatch batch, IdempotencyKey? key, CancellationToken cancellationToken) =>
        database.WriteAsync(key, async connection =>
        {
            if (key is not null && await KeyedCall.EnterAsync(connection, project, key, cancellationToken) is { } recorded)
            {
                // Not a 404: on this route clients read a 404 as "no Batch API here".
                var first = await FindAsync(connection, project, Guid.Parse(recorded), cancellationToken)
                    ?? throw BatchServiceException.Conflict(
                        ErrorCodes.NotFound, $"batch {recorded}, created under this idempotency key, has been deleted; use a new key");
                return new IdempotentResult<BatchSummary>(AsCreated(first.Summary), Replayed: true);
            }

            var batchId = Guid.CreateVersion7();
            await using var commands = connection.Batch();
            commands.BatchCommands.Add(new(
                """
                INSERT INTO batch (project_key, batch_uuid, extraction, ignore_roles, strict_ontology, metadata, priority, created_at, updated_at)
                SELECT p.project_key, $2, coalesce($3, p.extraction), $4, $5, $6, $7, t.now, t.now
                FROM project p, (SELECT sql_now() AS now OFFSET 0) t WHERE p.project_key = $1
                """)
            {
                Parameters =
                {
                    new() { Value = project.Value },
                    new() { Value = batchId },
                    Nullable(batch.Extraction is { } mode ? (short)mode : null, NpgsqlTypes.NpgsqlDbType.Smallint),
                    Nullable(
                        batch.IgnoreRoles?.Select(r => (short)r).ToArray(),
                        NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Smallint),
                    Nullable(batch.StrictOntology, NpgsqlTypes.NpgsqlDbType.Boolean),
                    Nullable(batch.Metadata?.Value, NpgsqlTypes.NpgsqlDbType.Text),
                    new() { Value = (short)batch.Priority },
                },
            });
            if (key is not null)
            {
                commands.BatchCommands.Add(KeyedCall.Record(project, key, batchId.ToString()));
            }

            await connection.RunAsync(commands, cancellationToken);
            var created = await FindAsync(connection, project, batchId, cancellationToken)
                ?? throw BatchServiceException.NotFound("project", project.ToString());
            return new IdempotentResult<BatchSummary>(created.Summary, Replayed: false);
        }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<BatchSummary?> FindAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            await using var connection = await database.Requests.OpenConnectionAsync(cancellationToken);
            return (await FindAsync(connection, project, batchId, cancellationToken))?.Summary;
        });

    /// <inheritdoc/>
    public ValueTask<BatchPage> ListAsync(ProjectId project, BatchQuery query, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var cursors = await database.CursorsAsync(cancellationToken);
            await using var command = database.Requests.CreateCommand(
                BatchRows.Select
                + " WHERE b.project_key = $1 AND b.batch_key < $2"
                + (query.Status is null ? " " : " AND b.status = $4 ")
                + "ORDER BY b.batch_key DESC LIMIT $3");
            command.Parameters.Add(new() { Value = project.Value });
            command.Parameters.Add(new() { Value = CursorLists.ReadBatches(cursors, project, query.Cursor) });
            command.Parameters.Add(new() { Value = query.Limit + 1 });
            if (query.Status is { } status)
            {
                command.Parameters.Add(new() { Value = (short)status });
            }

            var rows = new List<(long Key, BatchSummary Summary)>();
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(BatchRows.Read(reader));
            }

            var page = rows.Take(query.Limit).Select(r => r.Summary).ToArray();
            return new BatchPage(
                page,
                rows.Count > query.Limit ? cursors.Hide(CursorLists.Batches, project.Value, rows[query.Limit - 1].Key) : null);
        });

    internal static async ValueTask<(long BatchKey, BatchSummary Summary)?> FindAsync(
        NpgsqlConnection connection, ProjectId project, Guid batchId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            BatchRows.Select + " WHERE b.project_key = $1 AND b.batch_uuid = $2", connection);
        command.Parameters.Add(new() { Value = project.Value });
        command.Parameters.Add(new() { Value = batchId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? BatchRows.Read(reader) : null;
    }

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

    private static NpgsqlParameter Nullable(object? value, NpgsqlTypes.NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
