using Orleans.Batch.Batches;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Reads batches and their items from PostgreSQL.</summary>
internal sealed class BatchReader(Database database) : IBatchReader
{
    /// <inheritdoc/>
    public ValueTask<BatchSummary?> FindAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            await using var connection = await database.Requests.OpenConnectionAsync(cancellationToken);
            return (await BatchLookup.FindAsync(connection, project, batchId, cancellationToken))?.Summary;
        });

    /// <inheritdoc/>
    public ValueTask<BatchPage> ListAsync(ProjectId project, BatchQuery query, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var cursors = await database.CursorsAsync(cancellationToken);
            await using var command = database.Requests.CreateCommand(
                BatchRows.Select
                + " WHERE b.project_key = $1 AND b.batch_key < $2"
                + (query.Status is null ? "" : " AND b.status = $4")
                + (query.ImportId is null ? "" : OfImport(query.Status is null ? "$4" : "$5"))
                + " ORDER BY b.batch_key DESC LIMIT $3");
            command.Parameters.Add(new() { Value = project.Value });
            command.Parameters.Add(new() { Value = CursorLists.ReadBatches(cursors, project, query.Cursor) });
            command.Parameters.Add(new() { Value = query.Limit + 1 });
            if (query.Status is { } status)
            {
                command.Parameters.Add(new() { Value = (short)status });
            }

            if (query.ImportId is { } importId)
            {
                command.Parameters.Add(new() { Value = importId });
            }

            var rows = await command.RowsAsync(BatchRows.Read, cancellationToken);
            return new BatchPage(
                [.. rows.Take(query.Limit).Select(r => r.Summary)],
                rows.Count > query.Limit ? cursors.Hide(CursorLists.Batches, project.Value, rows[query.Limit - 1].BatchKey) : null);
        });

    /// <inheritdoc/>
    public ValueTask<BatchItemPage> ListItemsAsync(
        ProjectId project, Guid batchId, BatchItemQuery query, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            await using var connection = await database.Requests.OpenConnectionAsync(cancellationToken);
            var (batchKey, batch) = await BatchLookup.GetAsync(connection, project, batchId, cancellationToken);
            var selection = new ItemSelection(query.Status, query.Code, query.Kind, query.Destination);
            var items = await ItemRows.Select(connection, batchKey, batch, selection, query.Cursor ?? 0, query.Limit + 1)
                .RowsAsync(r => ItemRows.Read(r, batchId), cancellationToken);
            return items.Count <= query.Limit
                ? new BatchItemPage(items, null)
                : new BatchItemPage(items[..query.Limit], items[query.Limit - 1].SequenceIndex + 1);
        });

    /// <inheritdoc/>
    public ValueTask<BatchItemRecord?> FindItemAsync(
        ProjectId project, Guid batchId, int sequence, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            await using var connection = await database.Requests.OpenConnectionAsync(cancellationToken);
            var (batchKey, _) = await BatchLookup.GetAsync(connection, project, batchId, cancellationToken);
            return await ItemRecords.FindAsync(connection, batchId, batchKey, sequence, cancellationToken);
        });

    /// <inheritdoc/>
    public ValueTask<(IReadOnlyList<BatchItemRecord> Items, int? Next)> ReadRecordsAsync(
        ProjectId project, Guid batchId, BatchItemFilter filter, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            await using var connection = await database.Requests.OpenConnectionAsync(cancellationToken);
            var (batchKey, batch) = await BatchLookup.GetAsync(connection, project, batchId, cancellationToken);
            var limit = filter.Limit!.Value;
            var items = ItemRows.Select(connection, batchKey, batch, new(filter.Status, filter.Code), filter.From, limit + 1);
            var records = await ItemRecords.ReadAsync(connection, items, batchId, cancellationToken);
            int? next = records.Count <= limit ? null : records[limit - 1].Item.SequenceIndex + 1;
            return ((IReadOnlyList<BatchItemRecord>)[.. records.Take(limit)], next);
        });

    private static string OfImport(string parameter) =>
        $" AND b.import_key = (SELECT import_key FROM import WHERE project_key = $1 AND import_uuid = {parameter})";
}
