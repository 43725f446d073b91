using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Work;

namespace Orleans.Batch.PostgreSql.Imports.Undo;

/// <summary>All imports that are being undone.</summary>
internal sealed class UnfinishedUndo(Database database) : IUnfinishedWork
{
    private const string Unfinished =
        "SELECT import_key FROM import_undo WHERE ended_at IS NULL AND import_key % $2 = $1 ORDER BY import_key";

    /// <inheritdoc/>
    public IAsyncEnumerable<WorkKey> ScanAsync(int shard, int shards, CancellationToken cancellationToken) =>
        ShardedKeys.ReadAsync(database, Unfinished, WorkKind.ImportUndo, shard, shards, cancellationToken);
}
