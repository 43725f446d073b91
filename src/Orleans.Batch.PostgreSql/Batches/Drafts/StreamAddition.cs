using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>
/// Adds a stream of items to a draft. The long work comes first, with an estimated sequence range; then the batch is
/// locked, the real range is taken, and the narrow rows are moved into it. The estimate is wrong when other calls add
/// meanwhile.
/// </summary>
internal static class StreamAddition
{
    private const string MoveEpisodes =
        """
        UPDATE episode_data e SET sequence = e.sequence + $1
        FROM stream_item s WHERE e.episode_uuid = s.episode_uuid
        """;

    private const string MoveItems =
        """
        INSERT INTO batch_item (batch_key, sequence, episode_uuid, kind, role, destination_kind, destination_id)
        SELECT batch_key, sequence + $1, episode_uuid, kind, role, destination_kind, destination_id FROM stream_item
        """;

    public static async ValueTask<IdempotentResult<AddedItems>> RunAsync(
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
        if (await KeyedCall.EnterAsync(connection, project, key, cancellationToken) is { } recorded)
        {
            return new IdempotentResult<AddedItems>(RecordedStream.Parse(recorded), Replayed: true);
        }

        var (batchKey, batch) = await BatchLookup.GetAsync(connection, project, batchId, cancellationToken);
        if (batch.Status != BatchStatus.Draft || count > maxItems - batch.ItemCount)
        {
            throw SequencePlace.NoRoom(batch, count, maxItems);
        }

        var now = await connection.Statement("SELECT sql_now()").RowAsync(r => r.Instant(0), cancellationToken);
        var guess = new SequencePlace(batchKey, batch.ItemCount, now);
        var written = await WriteAsync(connection, project, batchId, pieces, guess, cancellationToken);
        var taken = await SequencePlace.TakeAsync(connection, project, batchId, written.Added, maxItems, null, cancellationToken);
        await MoveAsync(connection, taken.First - guess.First, cancellationToken);
        var added = new AddedItems(written.Added, taken.First, taken.First + written.Added - 1)
        {
            AlreadyLoaded = written.Added == written.Read ? null : written.Read - written.Added,
            HeldInDrafts = written.Drafts.Count == 0 ? null : [.. written.Drafts],
        };
        await KeyedCall.RecordAsync(connection, project, key, () => RecordedStream.Format(added), cancellationToken);
        return new IdempotentResult<AddedItems>(added, Replayed: false);
    }

    private static async ValueTask<(int Added, int Read, SortedSet<Guid> Drafts)> WriteAsync(
        NpgsqlConnection connection,
        ProjectId project,
        Guid batchId,
        IAsyncEnumerable<IReadOnlyList<NewBatchItem>> pieces,
        SequencePlace guess,
        CancellationToken cancellationToken)
    {
        var (copied, read) = (0, 0);
        var drafts = new SortedSet<Guid>();
        await foreach (var piece in pieces.WithCancellation(cancellationToken))
        {
            var place = guess with { First = guess.First + copied };
            var episodes = EpisodeIds.Create(guess.AddedAt, piece.Count, read);
            var claimed = piece.Any(static i => i.RecordId is not null)
                ? await IdentityClaim.RunAsync(connection, project, batchId, piece, episodes, cancellationToken)
                : ClaimedItems.All(piece, episodes);
            await ItemCopy.WriteEpisodesAsync(connection, project, claimed, place, cancellationToken);
            await ItemCopy.WriteItemsAsync(connection, "stream_item", claimed, place, cancellationToken);
            copied += claimed.Items.Count;
            read += piece.Count;
            drafts.UnionWith(claimed.HeldInDrafts);
        }

        return (copied, read, drafts);
    }

    private static async ValueTask MoveAsync(NpgsqlConnection connection, int by, CancellationToken cancellationToken)
    {
        if (by != 0)
        {
            // One probe per item, independent of the planner's estimates for a new table.
            await connection.Statement("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off").RunAsync(cancellationToken);
            await connection.Statement(MoveEpisodes, by).Long().RunAsync(cancellationToken);
        }

        await connection.Statement(MoveItems, by).Long().RunAsync(cancellationToken);
    }
}
