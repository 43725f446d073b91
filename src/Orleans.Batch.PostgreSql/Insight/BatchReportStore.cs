using Npgsql;
using Orleans.Batch.Insight;
using Orleans.Batch.PostgreSql.Batches;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Insight;

/// <summary>Reports about one batch, on the connection pool of searches; each has a class of its own.</summary>
internal sealed class BatchReportStore(Database database) : IBatchReportStore
{
    /// <inheritdoc/>
    public ValueTask<BatchTimeline?> FindTimelineAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        ReadAsync(project, batchId, (c, k, b) => BatchTimelines.ReadAsync(c, k, b, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ErrorReport?> FindErrorsAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        ReadAsync(project, batchId, (c, k, b) => ErrorReports.ReadAsync(c, k, b, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<MissingGraphs?> FindMissingGraphsAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        ReadAsync(project, batchId, (c, k, _) => MissingGraphReports.ReadAsync(c, k, project, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<LaneReport?> FindLanesAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        ReadAsync(project, batchId, (c, k, b) => LaneReports.ReadAsync(c, k, b, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ProgressHistory?> FindProgressHistoryAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        ReadAsync(project, batchId, (c, k, b) => ProgressHistories.ReadAsync(c, k, b, cancellationToken), cancellationToken);

    private ValueTask<T?> ReadAsync<T>(
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
