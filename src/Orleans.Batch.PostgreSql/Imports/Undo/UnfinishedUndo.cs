using System.Runtime.CompilerServices;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Work;

namespace Orleans.Batch.PostgreSql.Imports.Undo;

/// <summary>All imports that are being undone.</summary>
internal sealed class UnfinishedUndo(Database database) : IUnfinishedWork
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<WorkKey> ScanAsync(
        int shard, int shards, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = database.Background.Statement(
            "SELECT import_key FROM import_undo WHERE ended_at IS NULL AND import_key % $2 = $1 ORDER BY import_key", (long)shard, (long)shards);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return new WorkKey(WorkKind.ImportUndo, reader.GetInt64(0));
        }
    }
}
