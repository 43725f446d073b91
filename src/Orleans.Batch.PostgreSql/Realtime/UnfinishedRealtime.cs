using System.Runtime.CompilerServices;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Work;

namespace Orleans.Batch.PostgreSql.Realtime;

/// <summary>All graphs with episodes in the real-time queue.</summary>
public sealed class UnfinishedRealtime(Database database) : IUnfinishedWork
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<WorkKey> ScanAsync(
        int shard, int shards, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = database.Background.Statement(
            "SELECT DISTINCT graph_key FROM realtime_item WHERE graph_key % $2 = $1", (long)shard, (long)shards);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return new WorkKey(WorkKind.Realtime, reader.GetInt64(0));
        }
    }
}
