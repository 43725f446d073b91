using System.Globalization;
using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

public sealed partial class BatchStore
{
    // Few streams end at a time, however many there are: they must not take the connections that short calls wait for.
    private readonly SemaphoreSlim _storing = new(2);

    /// <inheritdoc/>
    public async ValueTask<IdempotentResult<AddedItems>> AddStreamAsync(
        ProjectId project,
        Guid batchId,
        IAsyncEnumerable<IReadOnlyList<NewBatchItem>> pieces,
        int count,
        int maxItems,
        IdempotencyKey? key,
        CancellationToken cancellationToken)
    {
        await _storing.WaitAsync(cancellationToken);
        try
        {
            return await database.WriteAsync(
                key,
                connection => StoreStreamAsync(connection, project, batchId, pieces, count, maxItems, key, cancellationToken),
                cancellationToken);
        }
        finally
        {
            _storing.Release();
        }
    }

    // The long work comes first, with an estimated sequence range; then the batch is locked, the real range is
    // taken, and the narrow rows are moved into it. The estimate is wrong when other calls add meanwhile.
    private static async ValueTask<IdempotentResult<AddedItems>> StoreStreamAsync(
        WriteTransaction connection,
        ProjectId project,
        Guid batchId,
        IAsyncEnumerable<IReadOnlyList<NewBatchItem>> pieces,
        int count,
        int maxItems,
        IdempotencyKey? key,
        CancellationToken cancellationToken)
    {
        await connection.Statement("CREATE TEMP TABLE stream_item (LIKE batch_item) ON COMMIT DROP").RunAsync(cancellationToken);
        if (key is not null && await KeyedCall.EnterAsync(connection, project, key, cancellationToken) is { } recorded)
        {
            return new IdempotentResult<AddedItems>(ReadRecorded(recorded), Replayed: true);
        }

        var (batchKey, batch) = await FindAsync(connection, project, batchId, cancellationToken)
            ?? throw BatchServiceException.NotFound("batch", batchId.ToString());
        if (batch.Status != BatchStatus.Draft || count > maxItems - batch.ItemCount)
        {
            throw NoRoom(batch, count, maxItems);
        }

        var guess = await GuessPlaceAsync(connection, batchKey, batch.ItemCount, cancellationToken);
        var (copied, read) = (0, 0);
        var drafts = new SortedSet<Guid>();
        await foreach (var piece in pieces.WithCancellation(cancellationToken))
        {
            var place = guess with { First = guess.First + copied };
            var episodes = EpisodeIds.Create(guess.AddedAt, piece.Count, read);
            var claimed = piece.Any(static i => i.RecordId is not null)
                ? await IdentityClaim.RunAsync(connection, project, batchId, piece, episodes, cancellationToken)
                : ClaimedItems.All(piece, episodes);
            await CopyEpisodesAsync(connection, project, claimed.Items, claimed.Episodes, place, cancellationToken);
            await CopyItemsAsync(connection, "stream_item", claimed.Items, claimed.Episodes, place, cancellationToken);
            copied += claimed.Items.Count;
            read += piece.Count;
            drafts.UnionWith(claimed.HeldInDrafts);
        }

        var taken = await TakeSequenceAsync(connection, project, batchId, copied, maxItems, cancellationToken);
        await MoveAsync(connection, taken.First - guess.First, cancellationToken);
        var added = new AddedItems(copied, taken.First, taken.First + copied - 1)
        {
            AlreadyLoaded = copied == read ? null : read - copied,
            HeldInDrafts = drafts.Count == 0 ? null : [.. drafts],
        };
        if (key is not null)
        {
            await using var record = new NpgsqlBatch(connection);
            record.BatchCommands.Add(KeyedCall.Record(project, key, ToRecord(added)));
            await record.ExecuteNonQueryAsync(cancellationToken);
        }

        return new IdempotentResult<AddedItems>(added, Replayed: false);
    }

    private static async ValueTask<SequencePlace> GuessPlaceAsync(
        NpgsqlConnection connection, long batchKey, int first, CancellationToken cancellationToken)
    {
        var now = await connection.Statement("SELECT sql_now()").RowAsync(r => r.Instant(0), cancellationToken);
        return new SequencePlace(batchKey, first, now);
    }

    private static async ValueTask MoveAsync(NpgsqlConnection connection, int by, CancellationToken cancellationToken)
    {
        if (by != 0)
        {
            // One probe per item, independent of the planner's estimates for a new table.
            await connection.Statement("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off").RunAsync(cancellationToken);
            await connection
                .Statement(
                    """
                    UPDATE episode_data e SET sequence = e.sequence + $1
                    FROM stream_item s WHERE e.episode_uuid = s.episode_uuid
                    """,
                    by)
                .Long().RunAsync(cancellationToken);
        }

        await connection
            .Statement(
                """
                INSERT INTO batch_item (batch_key, sequence, episode_uuid, kind, role, destination_kind, destination_id)
                SELECT batch_key, sequence + $1, episode_uuid, kind, role, destination_kind, destination_id FROM stream_item
                """,
                by)
            .Long().RunAsync(cancellationToken);
    }

    private static string ToRecord(AddedItems added)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{added.FirstSequenceIndex} {added.Accepted}");
        var others = added.AlreadyLoaded is { } loaded ? string.Create(CultureInfo.InvariantCulture, $"{place} {loaded}") : place;
        return added.HeldInDrafts is { } drafts ? $"{others} {string.Join(',', drafts)}" : others;
    }

    private static AddedItems ReadRecorded(string text)
    {
        var parts = text.Split(' ');
        var (first, count) = (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
        return new AddedItems(count, first, first + count - 1)
        {
            AlreadyLoaded = parts.Length > 2 ? int.Parse(parts[2], CultureInfo.InvariantCulture) : null,
            HeldInDrafts = parts.Length > 3 ? [.. parts[3].Split(',').Select(Guid.Parse)] : null,
        };
    }
}
