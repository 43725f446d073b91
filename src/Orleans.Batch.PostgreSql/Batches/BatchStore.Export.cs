using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

public sealed partial class BatchStore
{
    // Wraps any of the statements that list items. One probe per item, as there.
    private const string WithPayload =
        """
        SELECT item.*, d.*, e.* FROM ({0}) item
        LEFT JOIN LATERAL (SELECT data_type AS d_type, role AS d_role, dated AS d_dated, reference_time AS d_time, content AS d_content,
                             speaker AS d_speaker, source_description AS d_source, metadata AS d_metadata
                      FROM (SELECT 0 AS place, data_type, role, dated, reference_time, content, speaker, source_description, metadata
                            FROM item_as_sent WHERE batch_key = @batch AND sequence = item.sequence
                            UNION ALL
                            SELECT 1, data_type, role, dated, reference_time, content, speaker, source_description, metadata
                            FROM episode_data WHERE episode_uuid = item.episode_uuid) p
                      ORDER BY place LIMIT 1) d ON true
        {1}
        ORDER BY item.sequence
        """;

    /// <inheritdoc/>
    public ValueTask<(IReadOnlyList<BatchItemRecord> Items, int? Next)> ReadRecordsAsync(
        ProjectId project, Guid batchId, BatchItemFilter filter, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            await using var connection = await database.Requests.OpenConnectionAsync(cancellationToken);
            var (batchKey, batch) = await FindAsync(connection, project, batchId, cancellationToken)
                ?? throw BatchServiceException.NotFound("batch", batchId.ToString());
            var limit = filter.Limit!.Value;
            var items = ItemsStatement(connection, batchKey, batch, new(filter.Status, filter.Code), filter.From, limit + 1);
            var records = await ReadRecordsAsync(connection, items, batchId, cancellationToken);
            int? next = records.Count <= limit ? null : records[limit - 1].Item.SequenceIndex + 1;
            return ((IReadOnlyList<BatchItemRecord>)[.. records.Take(limit)], next);
        });

    private static async ValueTask<List<BatchItemRecord>> ReadRecordsAsync(
        NpgsqlConnection connection, NpgsqlCommand items, Guid batchId, CancellationToken cancellationToken)
    {
        items.CommandText = WithPayload
            .Replace("{0}", items.CommandText, StringComparison.Ordinal)
            .Replace("{1}", ItemFactQueries.Place, StringComparison.Ordinal);
        var rows = await items.RowsAsync(row => (Record: ReadRecord(row, batchId), Place: ItemFactQueries.ReadPlace(row)), cancellationToken);
        var facts = await ItemFactQueries.FindAsync(connection, rows.ConvertAll(r => r.Place), cancellationToken);
        return [.. rows.Select((r, i) => facts.Contains(i) ? r.Record with { Facts = [.. facts[i]] } : r.Record)];
    }

    private static BatchItemRecord ReadRecord(NpgsqlDataReader row, Guid batchId)
    {
        var item = ReadItem(row, batchId);
        return new BatchItemRecord(item, row.Text(row.GetOrdinal("d_content")) is { } content ? ReadPayload(row, item, content) : null);
    }

    private static NewBatchItem ReadPayload(NpgsqlDataReader row, BatchItem item, string content)
    {
        var isMessage = item.Kind == ItemKind.ThreadMessage;
        return new NewBatchItem
        {
            Kind = item.Kind,
            GraphId = item.GraphId,
            UserId = isMessage || item.GraphId is not null ? null : item.UserId,
            ThreadId = item.ThreadId,
            Content = content,
            DataType = isMessage ? null : (DataType)row.GetInt16(row.GetOrdinal("d_type")),
            SourceDescription = row.Text(row.GetOrdinal("d_source")),
            DocumentId = item.DocumentId,
            Role = row.Maybe<short>(row.GetOrdinal("d_role")) is { } role ? (RoleType)role : null,
            Name = row.Text(row.GetOrdinal("d_speaker")),
            CreatedAt = row.GetBoolean(row.GetOrdinal("d_dated")) ? row.Instant(row.GetOrdinal("d_time")) : null,
            Metadata = row.Json(row.GetOrdinal("d_metadata")),
        };
    }
}
