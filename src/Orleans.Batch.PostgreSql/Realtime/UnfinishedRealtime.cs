using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Work;

namespace Orleans.Batch.PostgreSql.Realtime;

/// <summary>All graphs with episodes in the real-time queue.</summary>
public sealed class UnfinishedRealtime(Database database) : IUnfinishedWork
{
    private const string Unfinished =
        "SELECT DISTINCT graph_key FROM realtime_item WHERE graph_key % $2 = $1";

    /// <inheritdoc/>
    public IAsyncEnumerable<WorkKey> ScanAsync(int shard, int shards, CancellationToken cancellationToken) =>
        ShardedKeys.ReadAsync(database, Unfinished, WorkKind.Realtime, shard, shards, cancellationToken);
}
