using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Work;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>
/// All batches that are queued, or processing and not paused, and those whose proposals are being applied or removed. Their lanes
/// need no separate scan: a batch's coordinator wakes them.
/// </summary>
internal sealed class UnfinishedBatches(Database database) : IUnfinishedWork
{
    private const string Unfinished =
        $"""
        (SELECT batch_key FROM batch
        WHERE status IN {Stored.BatchStatus.Unfinished} AND (status = {Stored.BatchStatus.Queued} OR paused_at IS NULL)
          AND batch_key % $2 = $1
        ORDER BY process_number, batch_key)
        UNION ALL
        SELECT batch_key FROM proposal
        WHERE state IN {Stored.ProposalState.Closing} AND has_rows AND batch_key % $2 = $1
        """;

    /// <inheritdoc/>
    public IAsyncEnumerable<WorkKey> ScanAsync(int shard, int shards, CancellationToken cancellationToken) =>
        ShardedKeys.ReadAsync(database, Unfinished, WorkKind.Batch, shard, shards, cancellationToken);
}
