using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Changes an item of a draft. <see cref="ItemCopy"/> decides which column holds which value.</summary>
internal static class ItemChange
{
    private const string ChangePayload =
        """
        UPDATE episode_data SET data_type = $2, role = $3, dated = $4, reference_time = $5, content = $6, speaker = $7,
               source_description = $8, document_id = $9, metadata = $10
        WHERE episode_uuid = $1
        """;

    // For earlier attempts, each of which shows the values it was sent with. The first change stores them.
    private const string KeepAsSent =
        """
        WITH RECURSIVE earlier AS (
            SELECT batch_key, sequence FROM item_retry WHERE retry_key = $1 AND retry_sequence = $2
            UNION ALL
            SELECT r.batch_key, r.sequence FROM earlier e
            JOIN item_retry r ON r.retry_key = e.batch_key AND r.retry_sequence = e.sequence)
        INSERT INTO item_as_sent (batch_key, sequence, data_type, role, dated, reference_time, content, speaker,
                                  source_description, document_id, metadata)
        SELECT e.batch_key, e.sequence, d.data_type, d.role, d.dated, d.reference_time, d.content, d.speaker,
               d.source_description, d.document_id, d.metadata
        FROM earlier e CROSS JOIN (SELECT * FROM episode_data WHERE episode_uuid = $3) d
        ON CONFLICT DO NOTHING
        """;

    private const string ChangeDestination =
        """
        UPDATE batch_item SET role = $3, destination_kind = $4, destination_id = $5 WHERE batch_key = $1 AND sequence = $2
        """;

    /// <returns>The changed item; null if there is none, or its payload was removed.</returns>
    public static async ValueTask<BatchItemRecord?> RunAsync(
        WriteTransaction connection,
        ProjectId project,
        Guid batchId,
        int sequence,
        Func<NewBatchItem, NewBatchItem> change,
        CancellationToken cancellationToken)
    {
        var (batchKey, status, _) = await BatchLookup.LockAsync(connection, project, batchId, cancellationToken);
        var found = await ItemRecords.FindAsync(connection, batchId, batchKey, sequence, cancellationToken);
        if (found is null)
        {
            return null;
        }

        if (status != BatchStatus.Draft)
        {
            throw BatchServiceException.Conflict(
                ErrorCodes.NotADraft,
                $"batch {batchId} is not a draft any more; to repair items that failed, retry them with \"process\": false and change them there");
        }

        if ((await BatchLookup.GetAsync(connection, project, batchId, cancellationToken)).Summary.ExtractsStored is true)
        {
            throw BatchServiceException.Conflict(
                ErrorCodes.AlreadyProcessed, $"the items of batch {batchId} are episodes that are in their graphs; they cannot be changed any more");
        }

        if (found.Payload is null)
        {
            return null;
        }

        await WriteAsync(connection, batchKey, found.Item, change(found.Payload), cancellationToken);
        await connection
            .Statement("UPDATE batch SET updated_at = sql_now() WHERE batch_key = $1", batchKey)
            .RunAsync(cancellationToken);
        return await ItemRecords.FindAsync(connection, batchId, batchKey, sequence, cancellationToken);
    }

    private static async ValueTask WriteAsync(
        NpgsqlConnection connection, long batchKey, BatchItem item, NewBatchItem payload, CancellationToken cancellationToken)
    {
        var destination = Destination.From(payload);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new(KeepAsSent)
        {
            Parameters = { new() { Value = batchKey }, new() { Value = item.SequenceIndex }, new() { Value = item.EpisodeUuid } },
        });
        batch.BatchCommands.Add(PayloadCommand(item, payload));
        batch.BatchCommands.Add(new(ChangeDestination)
        {
            Parameters =
            {
                new() { Value = batchKey },
                new() { Value = item.SequenceIndex },
                Statements.Nullable((short?)payload.Role, NpgsqlDbType.Smallint),
                new() { Value = (short)destination.Kind },
                new() { Value = destination.Id },
            },
        });
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlBatchCommand PayloadCommand(BatchItem item, NewBatchItem payload)
    {
        var isMessage = payload.Kind == ItemKind.ThreadMessage;
        return new(ChangePayload)
        {
            Parameters =
            {
                new() { Value = item.EpisodeUuid },
                new() { Value = (short)(isMessage ? DataType.Message : payload.DataType!.Value) },
                Statements.Nullable(isMessage ? (short)payload.Role!.Value : null, NpgsqlDbType.Smallint),
                new() { Value = payload.CreatedAt is not null },
                new() { Value = (payload.CreatedAt ?? item.CreatedAt).UtcDateTime },
                new() { Value = payload.Content },
                Statements.Nullable(isMessage ? payload.Name : null, NpgsqlDbType.Text),
                Statements.Nullable(isMessage ? null : payload.SourceDescription, NpgsqlDbType.Text),
                Statements.Nullable(isMessage ? null : payload.DocumentId, NpgsqlDbType.Text),
                Statements.Nullable(payload.Metadata?.Value, NpgsqlDbType.Text),
            },
        };
    }
}
