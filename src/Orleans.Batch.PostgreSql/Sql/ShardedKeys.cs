using System.Runtime.CompilerServices;
using Orleans.Batch.Work;

namespace Orleans.Batch.PostgreSql.Sql;

/// <summary>Reads the keys of unfinished work, one shard of them.</summary>
internal static class ShardedKeys
{
    /// <summary>Reads them one by one.</summary>
    /// <param name="database">The database.</param>
    /// <param name="sql">Selects the keys that have the remainder $1 when divided by $2.</param>
    /// <param name="kind">The kind of work.</param>
    /// <param name="shard">Which shard, from 0.</param>
    /// <param name="shards">How many shards there are.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<WorkKey> ReadAsync(
        Database database, string sql, WorkKind kind, int shard, int shards, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = database.Background.Statement(sql, (long)shard, (long)shards);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return new WorkKey(kind, reader.GetInt64(0));
        }
    }
}
