using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Reads items with their payloads and facts.</summary>
internal static class ItemRecords
{
    // Wraps any statement of ItemRows, {0}. One probe per item, as there.
    private static readonly string WithPayload =
        $$"""
        SELECT item.*, d.*, e.* FROM ({0}) item
        LEFT JOIN LATERAL (SELECT data_type AS d_type, role AS d_role, dated AS d_dated, reference_time AS d_time, content AS d_content,
                             speaker AS d_speaker, source_description AS d_source, metadata AS d_metadata
                      FROM (SELECT 0 AS place, data_type, role, dated, reference_time, content, speaker, source_description, metadata
                            FROM item_as_sent WHERE batch_key = @batch AND sequence = item.sequence
                            UNION ALL
                            SELECT 1, data_type, role, dated, reference_time, content, speaker, source_description, metadata
                            FROM episode_data WHERE episode_uuid = item.episode_uuid) p
                      ORDER BY place LIMIT 1) d ON true
        {{ItemFactQueries.Place}}
        ORDER BY item.sequence
        """;

    /// <summary>Reads the items of a statement of <see cref="ItemRows"/>.</summary>
    public static async ValueTask<List<BatchItemRecord>> ReadAsync(
        NpgsqlConnection connection, NpgsqlCommand items, Guid batchId, CancellationToken cancellationToken)
    {
        items.CommandText = WithPayload.Replace("{0}", items.CommandText, StringComparison.Ordinal);
        var rows = await items.RowsAsync(row => (Record: Read(row, batchId), Place: ItemFactQueries.ReadPlace(row)), cancellationToken);
        var facts = await ItemFactQueries.FindAsync(connection, rows.ConvertAll(r => r.Place), cancellationToken);
        return [.. rows.Select((r, i) => facts.Contains(i) ? r.Record with { Facts = [.. facts[i]] } : r.Record)];
    }

    /// <summary>Reads one item; null if there is none.</summary>
    public static async ValueTask<BatchItemRecord?> FindAsync(
        NpgsqlConnection connection, Guid batchId, long batchKey, int sequence, CancellationToken cancellationToken) =>
        (await ReadAsync(connection, ItemRows.SelectOne(connection, batchKey, sequence), batchId, cancellationToken)).FirstOrDefault();

    private static BatchItemRecord Read(NpgsqlDataReader row, Guid batchId)
    {
        var item = ItemRows.Read(row, batchId);
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
