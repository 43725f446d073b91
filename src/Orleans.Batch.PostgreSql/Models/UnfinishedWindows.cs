using System.Runtime.CompilerServices;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Work;

namespace Orleans.Batch.PostgreSql.Models;

/// <summary>All graphs with open windows of live writes. Those of batches are woken by their batch.</summary>
internal sealed class UnfinishedWindows(Database database) : IUnfinishedWork
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<WorkKey> ScanAsync(
        int shard, int shards, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = database.Background.Statement(
            "SELECT DISTINCT graph_key FROM model_window WHERE batch_key = 0 AND error_code IS NULL AND graph_key % $2 = $1",
            (long)shard,
            (long)shards);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return new WorkKey(WorkKind.Model, reader.GetInt64(0));
        }
    }
}
