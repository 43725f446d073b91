using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Reads items of a batch without their payloads.</summary>
internal static class ItemRows
{
    private const string Columns =
        $"""
        SELECT i.sequence, i.episode_uuid, i.kind, i.destination_kind, i.destination_id, e.document_id,
               {ItemState.Status} AS item_status,
               o.code, o.message, o.retryable, o.attempts,
               coalesce(o.at, ge.ingested_at, l.canceled_at, CASE WHEN b.lane_count IS NULL THEN b.completed_at END, b.processed_at),
               g.graph_uuid, u.user_id, u.user_uuid, l.canceled_because, r.batch_uuid
        """;

    // LIMIT 1 keeps each a look-up by key: as plain joins, stale statistics can make them scans of whole tables.
    private const string Joins =
        """
        LEFT JOIN LATERAL (SELECT lane_key, position FROM lane_item
                           WHERE batch_key = @batch AND sequence = i.sequence LIMIT 1) li ON true
        LEFT JOIN LATERAL (SELECT * FROM lane WHERE lane_key = li.lane_key LIMIT 1) l ON true
        LEFT JOIN LATERAL (SELECT ingested_at FROM graph_episode
                           WHERE graph_key = l.graph_key AND episode_uuid = i.episode_uuid LIMIT 1) ge ON true
        LEFT JOIN LATERAL (SELECT document_id
                           FROM (SELECT 0 AS place, document_id FROM item_as_sent WHERE batch_key = @batch AND sequence = i.sequence
                                 UNION ALL SELECT 1, document_id FROM episode_data WHERE episode_uuid = i.episode_uuid) p
                           ORDER BY place LIMIT 1) e ON true
        LEFT JOIN LATERAL (SELECT graph_uuid FROM graph WHERE graph_key = l.graph_key LIMIT 1) g ON true
        LEFT JOIN LATERAL (SELECT user_id, user_uuid FROM memory_user WHERE graph_key = l.graph_key LIMIT 1) u ON true
        LEFT JOIN LATERAL (SELECT retry_key FROM item_retry
                           WHERE batch_key = @batch AND sequence = i.sequence LIMIT 1) ir ON true
        LEFT JOIN LATERAL (SELECT batch_uuid FROM batch WHERE batch_key = ir.retry_key LIMIT 1) r ON true
        CROSS JOIN (SELECT * FROM batch WHERE batch_key = @batch) b
        """;

    // First the items, {0}, then their data: skipped items are never joined to anything.
    private const string ItemsAt = Columns +
        """

        FROM unnest(ARRAY({0})) w(sequence)
        CROSS JOIN LATERAL (SELECT * FROM batch_item WHERE batch_key = @batch AND sequence = w.sequence LIMIT 1) i
        LEFT JOIN LATERAL (SELECT * FROM item_outcome WHERE batch_key = @batch AND sequence = i.sequence LIMIT 1) o ON true

        """ + Joins + " ORDER BY i.sequence";

    /// <summary>The statement for the items of a selection from a sequence index on.</summary>
    public static NpgsqlCommand Select(
        NpgsqlConnection connection, long batchKey, BatchSummary batch, ItemSelection selection, long from, int limit)
    {
        var command = Select(connection, batchKey, selection.StatementFor(batch), from);
        command.Parameters.AddWithValue("limit", limit);
        selection.AddTo(command);
        return command;
    }

    /// <summary>The statement for one item.</summary>
    public static NpgsqlCommand SelectOne(NpgsqlConnection connection, long batchKey, int sequence) =>
        Select(connection, batchKey, "SELECT @from", sequence);

    /// <summary>Reads the current row of the reader.</summary>
    public static BatchItem Read(NpgsqlDataReader row, Guid batchId)
    {
        var sequence = row.GetInt32(0);
        var episode = row.GetGuid(1);
        var destination = (DestinationKind)row.GetInt16(3);
        var id = row.GetString(4);
        var added = EpisodeIds.TimeOf(episode);
        return new BatchItem
        {
            ItemId = BatchItemId.Create(batchId, sequence),
            Kind = (ItemKind)row.GetInt16(2),
            Status = (ItemStatus)row.GetInt16(6),
            SequenceIndex = sequence,
            EpisodeUuid = episode,
            GraphId = destination == DestinationKind.Graph ? id : null,
            UserId = destination == DestinationKind.User ? id : row.Text(13),
            ThreadId = destination == DestinationKind.Thread ? id : null,
            DocumentId = row.Text(5),
            GraphUuid = row.Maybe<Guid>(12),
            UserUuid = row.Maybe<Guid>(14),
            Error = ReadError(row),
            RetriedIn = row.Maybe<Guid>(16),
            CreatedAt = added,
            UpdatedAt = row.Maybe<DateTimeOffset>(11) ?? added,
        };
    }

    private static NpgsqlCommand Select(NpgsqlConnection connection, long batchKey, string which, long from)
    {
        var command = new NpgsqlCommand(ItemsAt.Replace("{0}", which, StringComparison.Ordinal), connection);
        command.Parameters.AddWithValue("batch", batchKey);
        command.Parameters.AddWithValue("from", (int)Math.Clamp(from, 0, int.MaxValue));
        return command;
    }

    // Items of a canceled lane have no row of their own with a reason.
    private static ItemError? ReadError(NpgsqlDataReader row) => row switch
    {
        _ when !row.IsDBNull(7) => new ItemError(row.GetString(7), row.Text(8) ?? "", row.GetBoolean(9), row.GetInt32(10)),
        _ when (ItemStatus)row.GetInt16(6) != ItemStatus.Canceled => null,
        _ when row.Text(15) is { } because => new ItemError(ErrorCodes.DestinationDeleted, because, Retryable: false, Attempts: 0),
        _ => ItemState.BatchCanceled,
    };
}
