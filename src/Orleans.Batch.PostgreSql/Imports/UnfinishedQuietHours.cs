using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Work;

namespace Orleans.Batch.PostgreSql.Imports;

/// <summary>All imports with quiet hours that have not ended.</summary>
internal sealed class UnfinishedQuietHours(Database database) : IUnfinishedWork
{
    private const string Unfinished =
        $"""
        SELECT import_key FROM import i
        WHERE quiet_from IS NOT NULL AND cancel_requested_at IS NULL AND undo_requested_at IS NULL AND import_key % $2 = $1
          AND (completed_at IS NULL OR EXISTS (
              SELECT FROM batch b WHERE b.import_key = i.import_key AND b.status IN {Stored.BatchStatus.Unfinished}))
        ORDER BY import_key
        """;

    /// <inheritdoc/>
    public IAsyncEnumerable<WorkKey> ScanAsync(int shard, int shards, CancellationToken cancellationToken) =>
        ShardedKeys.ReadAsync(database, Unfinished, WorkKind.QuietHours, shard, shards, cancellationToken);
}
