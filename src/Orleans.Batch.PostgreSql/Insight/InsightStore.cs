using Npgsql;
using Orleans.Batch.Insight;
using Orleans.Batch.PostgreSql.Batches;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Insight;

/// <summary>
/// Reads for operators, on the connection pool of searches: their total cost is bounded, and every join is a probe,
/// independent of statistics. Each kind of read has a separate file.
/// </summary>
public sealed partial class InsightStore(Database database) : IInsightStore
{
    // One moment for the whole statement.
    private const string Moment = "(SELECT sql_now() AS now OFFSET 0) t";

    private const string LanesOfBatch = "lane_key >= ($1 << 20) AND lane_key < (($1 + 1) << 20)";

    private ValueTask<T?> WithBatchAsync<T>(
        ProjectId project,
        Guid batchId,
        Func<NpgsqlConnection, long, BatchSummary, ValueTask<T>> read,
        CancellationToken cancellationToken)
        where T : class => StoreFaults.Translate(async () =>
        {
            await using var connection = await database.Searches.OpenConnectionAsync(cancellationToken);
            return await BatchLookup.FindAsync(connection, project, batchId, cancellationToken) is var (key, batch)
                ? await read(connection, key, batch)
                : null;
        });
}
