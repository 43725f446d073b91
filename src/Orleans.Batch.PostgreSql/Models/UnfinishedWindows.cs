using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Work;

namespace Orleans.Batch.PostgreSql.Models;

/// <summary>All graphs with open windows of live writes. Those of batches are woken by their batch.</summary>
internal sealed class UnfinishedWindows(Database database) : IUnfinishedWork
{
    private const string Unfinished =
        "SELECT DISTINCT graph_key FROM model_window WHERE batch_key = 0 AND error_code IS NULL AND graph_key % $2 = $1";

    /// <inheritdoc/>
    public IAsyncEnumerable<WorkKey> ScanAsync(int shard, int shards, CancellationToken cancellationToken) =>
        ShardedKeys.ReadAsync(database, Unfinished, WorkKind.Model, shard, shards, cancellationToken);
}
