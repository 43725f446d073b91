using Npgsql;
using Orleans.Batch.Ingestion;

namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>
/// Commits a group; when the database refuses its content (SQLSTATE class 22 or 23), halves it until the bad item
/// stands alone, which then fails with that reason while all others are committed.
/// </summary>
internal static class CommitBisection
{
    /// <summary>Commits chunks of different lanes.</summary>
    /// <returns>One outcome per chunk, in the same order.</returns>
    public static async ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(
        NpgsqlConnection connection, IReadOnlyList<ProcessedChunk> chunks, short slot, CancellationToken cancellationToken)
    {
        try
        {
            return await LaneCommit.CommitAsync(connection, chunks, slot, cancellationToken);
        }
        catch (PostgresException e) when (IsContentRefused(e))
        {
            if (chunks.Count == 1)
            {
                return [await CommitOneAsync(connection, chunks[0], e, slot, cancellationToken)];
            }

            var half = chunks.Count / 2;
            var first = await CommitAsync(connection, [.. chunks.Take(half)], slot, cancellationToken);
            var second = await CommitAsync(connection, [.. chunks.Skip(half)], slot, cancellationToken);
            return [.. first, .. second];
        }
    }

    private static async ValueTask<CommitOutcome> CommitOneAsync(
        NpgsqlConnection connection, ProcessedChunk chunk, PostgresException refusal, short slot, CancellationToken cancellationToken)
    {
        if (chunk.Results.Count == 1)
        {
            var failed = chunk.Results[0] with { Status = ItemStatus.Failed, Error = Describe(refusal) };
            return (await LaneCommit.CommitAsync(
                connection, [chunk with { Results = [failed] }], slot, cancellationToken))[0];
        }

        // The second half stands where the first one leaves the cursor.
        var half = chunk.Results.Count / 2;
        var first = await CommitAsync(connection, [Part(chunk, 0, half)], slot, cancellationToken);
        return first[0] == CommitOutcome.Overtaken
            ? CommitOutcome.Overtaken
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

    // 22: data exception, 23: integrity constraint violation.
    private static bool IsContentRefused(PostgresException e) =>
        e.SqlState.StartsWith("22", StringComparison.Ordinal) || e.SqlState.StartsWith("23", StringComparison.Ordinal);

    private static ItemError Describe(PostgresException e) => new(
        ErrorCodes.StorageRejected,
        $"the database refused this item: {e.MessageText} (SQLSTATE {e.SqlState})",
        Retryable: false,
        Attempts: 1);
}
