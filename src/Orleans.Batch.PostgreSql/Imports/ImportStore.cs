using NpgsqlTypes;
using Orleans.Batch.Imports;
using Orleans.Batch.PostgreSql.Imports.Rows;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Webhooks;

namespace Orleans.Batch.PostgreSql.Imports;

/// <summary>Imports in PostgreSQL. Each larger step is a class of its own.</summary>
internal sealed class ImportStore(Database database, DeliveryQueue queue) : IImportStore
{
    private const string Update =
        """
        UPDATE import SET name = coalesce($2, name), metadata = coalesce($3, metadata), expected_items = coalesce($4, expected_items),
               quiet_from = CASE WHEN $5 THEN $6 ELSE quiet_from END, quiet_to = CASE WHEN $5 THEN $7 ELSE quiet_to END,
               quiet_zone = CASE WHEN $5 THEN $8 ELSE quiet_zone END, updated_at = sql_now()
        WHERE import_key = $1
        """;

    private const string Close =
        """
        UPDATE import SET closed_at = t.now, updated_at = t.now FROM (SELECT sql_now() AS now OFFSET 0) t WHERE import_key = $1
        """;

    /// <inheritdoc/>
    public ValueTask<IdempotentResult<ImportSummary>> CreateAsync(
        ProjectId project, NewImport import, IdempotencyKey? key, CancellationToken cancellationToken) =>
        database.WriteAsync(
            key, connection => ImportCreation.RunAsync(connection, project, import, key, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImportPage> ListAsync(ProjectId project, ImportQuery query, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var cursors = await database.CursorsAsync(cancellationToken);
            var rows = await database.Requests
                .Statement(
                    ImportRows.Select + " WHERE i.project_key = $1 AND i.import_key < $2 ORDER BY i.import_key DESC LIMIT $3",
                    project.Value,
                    CursorLists.ReadImports(cursors, project, query.Cursor),
                    query.Limit + 1L)
                .RowsAsync(ImportRows.Read, cancellationToken);
            return new ImportPage(
                [.. rows.Take(query.Limit).Select(r => r.Summary)],
                rows.Count > query.Limit ? cursors.Hide(CursorLists.Imports, project.Value, rows[query.Limit - 1].ImportKey) : null);
        });

    /// <inheritdoc/>
    public ValueTask<ImportSummary?> FindAsync(ProjectId project, Guid importId, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            await using var connection = await database.Requests.OpenConnectionAsync(cancellationToken);
            return await ImportRows.FindAsync(connection, project, importId, cancellationToken);
        });

    /// <inheritdoc/>
    public ValueTask<UpdatedImport> UpdateAsync(
        ProjectId project, Guid importId, ImportChanges changes, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async connection =>
            {
                var import = await ImportLock.GetAsync(connection, project, importId, cancellationToken);
                var update = connection.Statement(Update, import.Key);
                update.Parameters.Add(Statements.Nullable(changes.Name, NpgsqlDbType.Text));
                update.Parameters.Add(Statements.Nullable(changes.Metadata?.Value, NpgsqlDbType.Text));
                update.Parameters.Add(Statements.Nullable(changes.ExpectedItems, NpgsqlDbType.Bigint));
                update.Parameters.Add(new() { Value = changes.RemoveQuietHours || changes.QuietHours is not null });
                QuietState.AddHours(update.Parameters, changes.RemoveQuietHours ? null : changes.QuietHours);
                await update.RunAsync(cancellationToken);
                var kept = await ImportQuietHours.ApplyAsync(connection, import, cancellationToken);
                return new UpdatedImport(
                    await ImportRows.GetAsync(connection, import.Key, cancellationToken), Changed: true, kept.BatchKeys);
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<KeptQuietHours> KeepQuietHoursAsync(long importKey, CancellationToken cancellationToken) =>
        database.Background.TransactAsync(
            async connection => await ImportLock.TakeAsync(connection, importKey, cancellationToken) is { } import
                ? await ImportQuietHours.ApplyAsync(connection, import, cancellationToken)
                : new KeptQuietHours([], null),
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<UpdatedImport> CloseAsync(ProjectId project, Guid importId, CancellationToken cancellationToken)
    {
        var (updated, shards) = await database.WriteAsync(
            connection => CloseAsync(connection, project, importId, cancellationToken), cancellationToken);
        await queue.WakeAsync(shards);
        return updated;
    }

    /// <inheritdoc/>
    public ValueTask<UpdatedImport> SetPausedAsync(
        ProjectId project, Guid importId, bool paused, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => ImportPause.RunAsync(connection, project, importId, paused, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<UpdatedImport> RequestCancelAsync(
        ProjectId project, Guid importId, CancellationToken cancellationToken)
    {
        var (updated, shards) = await database.WriteAsync(
            connection => ImportCancel.RunAsync(connection, queue, project, importId, cancellationToken), cancellationToken);
        await queue.WakeAsync(shards);
        return updated;
    }

    /// <inheritdoc/>
    public ValueTask<IdempotentResult<UpdatedImport>> RetryAsync(
        ProjectId project, Guid importId, ImportRetryRequest order, IdempotencyKey? key, CancellationToken cancellationToken) =>
        database.WriteAsync(
            key, connection => ImportRetries.RunAsync(connection, project, importId, order, key, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(ProjectId project, Guid importId, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            async connection =>
            {
                var import = await ImportLock.GetAsync(connection, project, importId, cancellationToken);
                if (await connection
                    .Statement("SELECT true FROM batch WHERE import_key = $1 LIMIT 1", import.Key)
                    .RowAsync(r => true, cancellationToken))
                {
                    throw BatchServiceException.Conflict(
                        ErrorCodes.ImportNotEmpty, $"import {importId} has batches; only one without batches can be deleted");
                }

                if (await UnfinishedUndoing.IsOfAsync(connection, import, cancellationToken))
                {
                    throw BatchServiceException.Conflict(
                        ErrorCodes.StillRunning, $"import {importId} is being undone; delete it when that has ended");
                }

                await connection.Statement("DELETE FROM import_destination WHERE import_key = $1", import.Key).RunAsync(cancellationToken);
                return await connection.Statement("DELETE FROM import WHERE import_key = $1", import.Key).RunAsync(cancellationToken);
            },
            cancellationToken);

    private async ValueTask<(UpdatedImport Import, IReadOnlyList<short> Shards)> CloseAsync(
        WriteTransaction connection, ProjectId project, Guid importId, CancellationToken cancellationToken)
    {
        var import = await ImportLock.GetAsync(connection, project, importId, cancellationToken);
        IReadOnlyList<short> shards = [];
        if (!import.Closed)
        {
            await connection.Statement(Close, import.Key).RunAsync(cancellationToken);
            shards = await ImportEnd.TryAsync(connection, import, queue.Shards, cancellationToken);
        }

        return (new(await ImportRows.GetAsync(connection, import.Key, cancellationToken), Changed: !import.Closed, []), shards);
    }
}
