using Npgsql;
using Orleans.Batch.Grouping;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Ingestion;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Webhooks;
using Orleans.Batch.Realtime;

namespace Orleans.Batch.PostgreSql.Realtime;

/// <summary>
/// Commits a group. If the database rejects it with a permanent fault, or it is too large, halves it until the
/// faulty graph is isolated, and on rejected content until the bad episode is, which then fails with that reason.
/// A graph that is too large alone is returned, to be taken in smaller chunks.
/// </summary>
internal static class RealtimeBisection
{
    /// <summary>Commits chunks of different graphs.</summary>
    /// <returns>One answer per chunk, in the same order.</returns>
    public static async ValueTask<IReadOnlyList<BatchedResult<CommitOutcome>>> CommitAsync(
        NpgsqlConnection connection,
        IReadOnlyList<ProcessedRealtime> chunks,
        DeliveryQueue deliveries,
        CancellationToken cancellationToken)
    {
        try
        {
            await connection.ReopenIfBrokenAsync(cancellationToken);
            var outcomes = await RealtimeCommit.CommitAsync(connection, chunks, deliveries, cancellationToken);
            return [.. outcomes.Select(o => new BatchedResult<CommitOutcome>(o))];
        }
        catch (Exception e) when (StoreFaults.IsAboutTheWork(e, connection))
        {
            if (chunks is [var chunk])
            {
                return [await CommitOneAsync(connection, chunk, e, deliveries, cancellationToken)];
            }

            var half = chunks.Count / 2;
            var first = await CommitAsync(connection, [.. chunks.Take(half)], deliveries, cancellationToken);
            var second = await CommitAsync(connection, [.. chunks.Skip(half)], deliveries, cancellationToken);
            return [.. first, .. second];
        }
    }

    private static async ValueTask<BatchedResult<CommitOutcome>> CommitOneAsync(
        NpgsqlConnection connection,
        ProcessedRealtime chunk,
        Exception fault,
        DeliveryQueue deliveries,
        CancellationToken cancellationToken)
    {
        // Even recording its failure is rejected, or content was not rejected: the episode is not the cause.
        if (fault is not PostgresException refusal || !RejectedContent.Is(refusal) || chunk.Results is [{ Status: ItemStatus.Failed }])
        {
            return new(CommitOutcome.Conflict, StoreFaults.TooLarge(fault, connection) ?? fault);
        }

        if (chunk.Results is [var bad])
        {
            var failed = chunk with { Results = [bad with { Status = ItemStatus.Failed, Error = RejectedContent.Describe(refusal) }] };
            return (await CommitAsync(connection, [failed], deliveries, cancellationToken))[0];
        }

        var half = chunk.Results.Count / 2;
        var first = await CommitAsync(connection, [Part(chunk, 0, half)], deliveries, cancellationToken);
        return first[0] is not { Value: CommitOutcome.Committed, Fault: null }
            ? first[0]
            : (await CommitAsync(connection, [Part(chunk, half, chunk.Results.Count)], deliveries, cancellationToken))[0];
    }

    private static ProcessedRealtime Part(ProcessedRealtime chunk, int from, int to) => new(
        chunk.Chunk with { Episodes = [.. chunk.Chunk.Episodes.Skip(from).Take(to - from)] },
        [.. chunk.Results.Skip(from).Take(to - from)]);
}
