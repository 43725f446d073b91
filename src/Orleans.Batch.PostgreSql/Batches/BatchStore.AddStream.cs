using System.Globalization;
using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

public sealed partial class BatchStore
{
    // Few streams end at a time, whatever their number: they must not take the connections that short calls wait for.
    private readonly SemaphoreSlim _storing = new(2);

    /// <inheritdoc/>
    public async ValueTask<Replayable<AddedItems>> AddStreamAsync(
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

    // All that takes long comes first, at a guess of where in the batch it will stand; then the batch is locked, its
    // sequence range taken, and the narrow rows moved into it. The guess is wrong when others add meanwhile.
    private static async ValueTask<Replayable<AddedItems>> StoreStreamAsync(
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
            var range = recorded.Split(' ');
            return new Replayable<AddedItems>(
                RangeOf(int.Parse(range[0], CultureInfo.InvariantCulture), int.Parse(range[1], CultureInfo.InvariantCulture)),
                Replayed: true);
        }

        var (batchKey, batch) = await FindAsync(connection, project, batchId, cancellationToken)
            ?? throw BatchServiceException.NotFound("batch", batchId.ToString());
        if (batch.Status != BatchStatus.Draft || count > maxItems - batch.ItemCount)
        {
            throw NoRoom(batch, count, maxItems);
        }

        var guess = await GuessPlaceAsync(connection, batchKey, batch.ItemCount, cancellationToken);
        var copied = 0;
        await foreach (var piece in pieces.WithCancellation(cancellationToken))
        {
            var place = guess with { First = guess.First + copied };
            var episodes = EpisodeIds.Create(guess.AddedAt, piece.Count, copied);
            await CopyEpisodesAsync(connection, project, piece, episodes, place, cancellationToken);
            await CopyItemsAsync(connection, "stream_item", piece, episodes, place, cancellationToken);
            copied += piece.Count;
        }

        var taken = await TakeSequenceAsync(connection, project, batchId, count, maxItems, cancellationToken);
        await MoveAsync(connection, taken.First - guess.First, cancellationToken);
        if (key is not null)
        {
            await using var record = new NpgsqlBatch(connection);
            record.BatchCommands.Add(KeyedCall.Record(
                project, key, string.Create(CultureInfo.InvariantCulture, $"{taken.First} {count}")));
            await record.ExecuteNonQueryAsync(cancellationToken);
        }

        return new Replayable<AddedItems>(RangeOf(taken.First, count), Replayed: false);
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
            // One probe an item, whatever the planner thinks of a table that it has never seen.
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

    private static AddedItems RangeOf(int first, int count) => new(count, first, first + count - 1);
}
