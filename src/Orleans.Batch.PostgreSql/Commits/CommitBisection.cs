using Npgsql;
using Orleans.Batch.Grouping;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Commits;

/// <summary>
/// Commits a group of chunks. If the database rejects it with a permanent fault, or it is too large, halves it until the
/// faulty chunk is isolated, and on rejected content (SQLSTATE class 22 or 23) until the bad item is, which then
/// fails with that reason. All others are committed. A chunk that is too large alone is returned, to be read in smaller
/// ones.
/// </summary>
internal sealed class CommitBisection<TChunk>
    where TChunk : IProcessedItems<TChunk>
{
    private readonly NpgsqlConnection _connection;
    private readonly Bisection<TChunk, BatchedResult<CommitOutcome>> _bisection;

    /// <summary>Creates the commit of a group.</summary>
    /// <param name="connection">The connection for all its transactions.</param>
    /// <param name="commit">Commits chunks in one transaction; one outcome per chunk, in the same order.</param>
    /// <param name="cancellationToken">Cancels the commit.</param>
    public CommitBisection(
        NpgsqlConnection connection,
        Func<IReadOnlyList<TChunk>, ValueTask<CommitOutcome[]>> commit,
        CancellationToken cancellationToken)
    {
        _connection = connection;
        _bisection = new(
            async chunks =>
            {
                await connection.ReopenIfBrokenAsync(cancellationToken);
                return Array.ConvertAll(await commit(chunks), static o => new BatchedResult<CommitOutcome>(o));
            },
            e => StoreFaults.IsAboutTheWork(e, connection),
            IsolateAsync);
    }

    /// <summary>Commits chunks of different graphs.</summary>
    /// <returns>One result per chunk, in the same order.</returns>
    public ValueTask<IReadOnlyList<BatchedResult<CommitOutcome>>> RunAsync(IReadOnlyList<TChunk> chunks) => _bisection.RunAsync(chunks);

    private async ValueTask<BatchedResult<CommitOutcome>> IsolateAsync(TChunk chunk, Exception fault)
    {
        // Content was not rejected, or even recording its failure is: the items are not the cause.
        if (fault is not PostgresException refusal || !RejectedContent.Is(refusal) || chunk.Results is [{ Status: ItemStatus.Failed }])
        {
            return new(CommitOutcome.Conflict, StoreFaults.TooLarge(fault, _connection) ?? fault);
        }

        if (chunk.Results is [var bad])
        {
            return await CommitAsync(chunk, 0, [bad with { Status = ItemStatus.Failed, Error = RejectedContent.Describe(refusal) }]);
        }

        // The second half begins where the first one leaves the graph.
        var half = chunk.Results.Count / 2;
        var first = await CommitAsync(chunk, 0, [.. chunk.Results.Take(half)]);
        return first is { Value: CommitOutcome.Committed, Fault: null }
            ? await CommitAsync(chunk, half, [.. chunk.Results.Skip(half)])
            : first;
    }

    private async ValueTask<BatchedResult<CommitOutcome>> CommitAsync(TChunk chunk, int from, IReadOnlyList<ItemResult> results) =>
        (await RunAsync([chunk.Part(from, results)]))[0];
}
