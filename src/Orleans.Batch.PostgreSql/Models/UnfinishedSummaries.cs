using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Work;

namespace Orleans.Batch.PostgreSql.Models;

/// <summary>All graphs with summaries that may be made now.</summary>
internal sealed class UnfinishedSummaries(Database database) : IUnfinishedWork
{
    private const string Due =
        $"""
        SELECT DISTINCT s.graph_key
        FROM (SELECT sql_now() AS now OFFSET 0) t
        CROSS JOIN (SELECT * FROM summary WHERE changed IS NOT NULL AND graph_key % $2 = $1) s
        CROSS JOIN LATERAL (SELECT project_key FROM graph WHERE graph_key = s.graph_key LIMIT 1) g
        CROSS JOIN LATERAL (SELECT summaries FROM project WHERE project_key = g.project_key LIMIT 1) p
        WHERE s.not_before <= t.now AND {SummaryStore.IsWanted}
        """;

    /// <inheritdoc/>
    public IAsyncEnumerable<WorkKey> ScanAsync(int shard, int shards, CancellationToken cancellationToken) =>
        ShardedKeys.ReadAsync(database, Due, WorkKind.Model, shard, shards, cancellationToken);
}
