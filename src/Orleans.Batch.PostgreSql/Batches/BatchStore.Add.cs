using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

public sealed partial class BatchStore
{
    /// <inheritdoc/>
    public ValueTask<IdempotentResult<AddedBatchItems>> AddAsync(
        ProjectId project,
        Guid batchId,
        IReadOnlyList<NewBatchItem> items,
        int maxItems,
        IdempotencyKey? key,
        CancellationToken cancellationToken) =>
        database.WriteAsync(key, async connection =>
        {
            if (key is not null && await KeyedCall.EnterAsync(connection, project, key, cancellationToken) is { } recorded)
            {
                return await RecordedAdd.Parse(recorded).AnswerAsync(connection, project, batchId, items, cancellationToken);
            }

            ClaimedItems claimed;
            SequencePlace place;
            if (items.Any(static i => i.RecordId is not null))
            {
                var now = await connection.Statement("SELECT sql_now()").RowAsync(r => r.Instant(0), cancellationToken);
                claimed = await IdentityClaim.RunAsync(
                    connection, project, batchId, items, EpisodeIds.Create(now, items.Count), cancellationToken);
                place = await TakeSequenceAsync(connection, project, batchId, claimed.Items.Count, maxItems, cancellationToken)
                    with { AddedAt = now };
            }
            else
            {
                place = await TakeSequenceAsync(connection, project, batchId, items.Count, maxItems, cancellationToken);
                claimed = ClaimedItems.All(items, EpisodeIds.Create(place.AddedAt, items.Count));
            }

            if (claimed.Items.Count > 0)
            {
                await CopyEpisodesAsync(connection, project, claimed.Items, claimed.Episodes, place, cancellationToken);
                await CopyItemsAsync(connection, "batch_item", claimed.Items, claimed.Episodes, place, cancellationToken);
            }

            if (key is not null)
            {
                var added = new RecordedAdd(place.First, place.AddedAt, claimed.AlreadyLoaded, claimed.HeldInDrafts);
                await using var record = new NpgsqlBatch(connection);
                record.BatchCommands.Add(KeyedCall.Record(project, key, added.ToString()));
                await record.ExecuteNonQueryAsync(cancellationToken);
            }

            return new IdempotentResult<AddedBatchItems>(
                new(Describe(batchId, claimed.Items, claimed.Episodes, place.First))
                {
                    AlreadyLoaded = claimed.AlreadyLoaded,
                    HeldInDrafts = claimed.HeldInDrafts,
                },
                Replayed: false);
        }, cancellationToken);

    private static async ValueTask<SequencePlace> TakeSequenceAsync(
        WriteTransaction connection,
        ProjectId project,
        Guid batchId,
        int count,
        int maxItems,
        CancellationToken cancellationToken)
    {
        var place = await connection
            .Statement(
                """
                UPDATE batch SET item_count = item_count + $3, updated_at = sql_now()
                WHERE project_key = $1 AND batch_uuid = $2 AND status = 0 AND item_count + $3 <= $4
                RETURNING batch_key, item_count - $3, updated_at
                """,
                project.Value, batchId, count, maxItems)
            .RowAsync(r => (SequencePlace?)new SequencePlace(r.GetInt64(0), r.GetInt32(1), r.Instant(2)), cancellationToken);
        if (place is { } taken)
        {
            return taken;
        }

        var found = await FindAsync(connection, project, batchId, cancellationToken)
            ?? throw BatchServiceException.NotFound("batch", batchId.ToString());
        throw NoRoom(found.Summary, count, maxItems);
    }

    private static BatchServiceException NoRoom(BatchSummary batch, int count, int maxItems) => batch.Status == BatchStatus.Draft
        ? BatchServiceException.Invalid(ErrorCodes.TooMany, string.Create(
            CultureInfo.InvariantCulture,
            $"a batch may hold at most {maxItems} items; this one has {batch.ItemCount} and {count} more were sent. Process it and put the rest into a new batch"))
        : BatchServiceException.Conflict(
            ErrorCodes.NotADraft, $"batch {batch.BatchId} is not a draft any more; items can only be added to a draft");

    private static async ValueTask CopyEpisodesAsync(
        NpgsqlConnection connection,
        ProjectId project,
        IReadOnlyList<NewBatchItem> items,
        Guid[] episodes,
        SequencePlace place,
        CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            """
            COPY episode_data (episode_uuid, project_key, batch_key, sequence, data_type, role, dated, reference_time,
                               content, speaker, source_description, document_id, metadata) FROM STDIN (FORMAT binary)
            """,
            cancellationToken);
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            var isMessage = item.Kind == ItemKind.ThreadMessage;
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(episodes[i], NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(project.Value, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(place.BatchKey, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(place.First + i, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync((short)(isMessage ? DataType.Message : item.DataType!.Value), NpgsqlDbType.Smallint, cancellationToken);
            await WriteAsync(copy, isMessage ? (short?)item.Role!.Value : null, cancellationToken);
            await copy.WriteAsync(item.CreatedAt is not null, NpgsqlDbType.Boolean, cancellationToken);
            await copy.WriteAsync(
                (item.CreatedAt ?? place.AddedAt).UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
            await copy.WriteAsync(item.Content, NpgsqlDbType.Text, cancellationToken);
            await WriteAsync(copy, isMessage ? item.Name : null, cancellationToken);
            await WriteAsync(copy, isMessage ? null : item.SourceDescription, cancellationToken);
            await WriteAsync(copy, isMessage ? null : item.DocumentId, cancellationToken);
            await WriteAsync(copy, item.Metadata?.Value, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static async ValueTask CopyItemsAsync(
        NpgsqlConnection connection,
        string table,
        IReadOnlyList<NewBatchItem> items,
        Guid[] episodes,
        SequencePlace place,
        CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            $"""
            COPY {table} (batch_key, sequence, episode_uuid, kind, role, destination_kind, destination_id)
            FROM STDIN (FORMAT binary)
            """,
            cancellationToken);
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            var (kind, id) = DestinationOf(item);
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(place.BatchKey, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(place.First + i, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(episodes[i], NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync((short)item.Kind, NpgsqlDbType.Smallint, cancellationToken);
            await WriteAsync(copy, (short?)item.Role, cancellationToken);
            await copy.WriteAsync((short)kind, NpgsqlDbType.Smallint, cancellationToken);
            await copy.WriteAsync(id, NpgsqlDbType.Text, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static Task WriteAsync(NpgsqlBinaryImporter copy, string? value, CancellationToken cancellationToken) =>
        value is null ? copy.WriteNullAsync(cancellationToken) : copy.WriteAsync(value, NpgsqlDbType.Text, cancellationToken);

    private static Task WriteAsync(NpgsqlBinaryImporter copy, short? value, CancellationToken cancellationToken) =>
        value is { } number
            ? copy.WriteAsync(number, NpgsqlDbType.Smallint, cancellationToken)
            : copy.WriteNullAsync(cancellationToken);

    internal static (DestinationKind Kind, string Id) DestinationOf(NewBatchItem item) => item switch
    {
        { Kind: ItemKind.ThreadMessage } => (DestinationKind.Thread, item.ThreadId!),
        { GraphId: { } graph } => (DestinationKind.Graph, graph),
        _ => (DestinationKind.User, item.UserId!),
    };

    internal static BatchItem[] Describe(
        Guid batchId, IReadOnlyList<NewBatchItem> items, Guid[] episodes, int first, DateTimeOffset? added = null)
    {
        var described = new BatchItem[items.Count];
        var at = items.Count == 0 ? default : added ?? EpisodeIds.TimeOf(episodes[0]);
        for (var i = 0; i < described.Length; i++)
        {
            var item = items[i];
            var isMessage = item.Kind == ItemKind.ThreadMessage;
            described[i] = new BatchItem
            {
                ItemId = BatchItemId.Create(batchId, first + i),
                Kind = item.Kind,
                Status = ItemStatus.Pending,
                SequenceIndex = first + i,
                EpisodeUuid = episodes[i],
                GraphId = isMessage ? null : item.GraphId,
                UserId = isMessage ? null : item.UserId,
                ThreadId = isMessage ? item.ThreadId : null,
                DocumentId = isMessage ? null : item.DocumentId,
                CreatedAt = at,
                UpdatedAt = at,
            };
        }

        return described;
    }

    private readonly record struct SequencePlace(long BatchKey, int First, DateTimeOffset AddedAt);
}

/// <summary>The kind of target of an item's destination id. The numbers are stored; they never change.</summary>
internal enum DestinationKind : short
{
    Graph = 0,
    User = 1,
    Thread = 2,
}
