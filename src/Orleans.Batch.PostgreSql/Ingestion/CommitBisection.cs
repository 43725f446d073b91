using Npgsql;
using Orleans.Batch.Grouping;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>
/// Commits a group. If the database rejects it with a permanent fault, or it is too large, halves it until the
/// faulty lane is isolated, and on rejected content (SQLSTATE class 22 or 23) until the bad item is, which then
/// fails with that reason. All others are committed. A lane that is too large alone is returned, to be read in smaller
/// chunks.
/// </summary>
internal static class CommitBisection
{
    /// <summary>Commits chunks of different lanes.</summary>
    /// <returns>One result per chunk, in the same order.</returns>
    public static async ValueTask<IReadOnlyList<BatchedResult<CommitOutcome>>> CommitAsync(
        NpgsqlConnection connection, IReadOnlyList<ProcessedChunk> chunks, CommitLoop slot, CancellationToken cancellationToken)
    {
        try
        {
            await connection.ReopenIfBrokenAsync(cancellationToken);
            var outcomes = await LaneCommit.CommitAsync(connection, chunks, slot, cancellationToken);
            return [.. outcomes.Select(o => new BatchedResult<CommitOutcome>(o))];
        }
        catch (Exception e) when (StoreFaults.IsAboutTheWork(e, connection))
        {
            if (chunks.Count == 1)
            {
                return [e is PostgresException refusal && RejectedContent.Is(refusal)
                    ? await CommitOneAsync(connection, chunks[0], refusal, slot, cancellationToken)
                    : new BatchedResult<CommitOutcome>(CommitOutcome.Conflict, StoreFaults.TooLarge(e, connection) ?? e)];
            }

            var half = chunks.Count / 2;
            var first = await CommitAsync(connection, [.. chunks.Take(half)], slot, cancellationToken);
            var second = await CommitAsync(connection, [.. chunks.Skip(half)], slot, cancellationToken);
            return [.. first, .. second];
        }
    }

    private static async ValueTask<BatchedResult<CommitOutcome>> CommitOneAsync(
        NpgsqlConnection connection, ProcessedChunk chunk, PostgresException refusal, CommitLoop slot, CancellationToken cancellationToken)
    {
        if (chunk.Results is [{ Status: ItemStatus.Failed }])
        {
            // Even recording its failure is rejected: the item's content is not the cause.
            return new BatchedResult<CommitOutcome>(CommitOutcome.Conflict, refusal);
        }

        if (chunk.Results is [var bad])
        {
            var failed = chunk with { Results = [bad with { Status = ItemStatus.Failed, Error = RejectedContent.Describe(refusal) }] };
            return (await CommitAsync(connection, [failed], slot, cancellationToken))[0];
        }

        // The second half begins where the first one leaves the cursor.
        var half = chunk.Results.Count / 2;
        var first = await CommitAsync(connection, [Part(chunk, 0, half)], slot, cancellationToken);
        return first[0].Value == CommitOutcome.Conflict
            ? first[0]
            : (await CommitAsync(connection, [Part(chunk, half, chunk.Results.Count)], slot, cancellationToken))[0];
    }

    private static ProcessedChunk Part(ProcessedChunk chunk, int from, int to) => new(
        chunk.Chunk with
        {
            Cursor = chunk.Chunk.Cursor + from,
            Items = [.. chunk.Chunk.Items.Skip(from).Take(to - from)],
            Release = null,
        },
        [.. chunk.Results.Skip(from).Take(to - from)]);
}
