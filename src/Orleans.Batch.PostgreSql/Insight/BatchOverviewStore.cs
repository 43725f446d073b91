using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Insight;
using Orleans.Batch.PostgreSql.Batches;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Insight;

/// <summary>Lists of batches with their rates, on the connection pool of searches.</summary>
internal sealed class BatchOverviewStore(Database database) : IBatchOverviewStore
{
    // A batch's rate covers some three to five seconds: since the sample before that.
    private const string Entries =
        $"""
        SELECT {BatchRows.Columns}, extract(epoch FROM t.now - coalesce(s.at, b.prepared_at))::float8, coalesce(s.ended, 0)
        FROM page JOIN LATERAL (SELECT * FROM batch WHERE batch_key = page.batch_key LIMIT 1) b ON true
        CROSS JOIN {InsightSql.Moment}
        {BatchRows.WithProgress}
        LEFT JOIN LATERAL (
            SELECT at, ended FROM batch_sample
            WHERE b.status = {Stored.BatchStatus.Processing} AND batch_key = b.batch_key AND at <= t.now - interval '3 s'
            ORDER BY at DESC LIMIT 1) s ON true
        ORDER BY b.batch_key DESC
        """;

    private const string Everything =
        "SELECT * FROM batch WHERE project_key = $1 AND batch_key < $2 ORDER BY batch_key DESC LIMIT $3";

    private const string OfStatuses =
        """
        SELECT c.* FROM unnest($4) w(status) CROSS JOIN LATERAL (
            SELECT * FROM batch WHERE project_key = $1 AND status = w.status AND batch_key < $2
            ORDER BY batch_key DESC LIMIT $3) c
        ORDER BY c.batch_key DESC LIMIT $3
        """;

    private const string Fits = "metadata ILIKE $5 OR batch_uuid::text LIKE $6";

    private const string ReadActivity =
        $"""
        WITH page AS MATERIALIZED (
            (SELECT batch_key FROM batch WHERE project_key = $1 AND status IN {Stored.BatchStatus.Unfinished} ORDER BY process_number LIMIT $2)
            UNION
            (SELECT batch_key FROM batch
             WHERE project_key = $1 AND updated_at > (SELECT sql_now() - interval '1 minute')
             ORDER BY updated_at DESC LIMIT $2))
        {Entries} LIMIT $2
        """;

    /// <inheritdoc/>
    public ValueTask<BatchListPage> ListBatchesAsync(
        ProjectId project, BatchListQuery query, CancellationToken cancellationToken) => StoreFaults.Translate(async () =>
        {
            var cursors = await database.CursorsAsync(cancellationToken);
            var before = CursorLists.ReadBatches(cursors, project, query.Cursor);
            await using var connection = await database.Searches.OpenConnectionAsync(cancellationToken);
            var (keys, next, complete) = await FindKeysAsync(connection, project, query, before, cancellationToken);
            var entries = await connection
                .Statement($"WITH page AS MATERIALIZED (SELECT unnest($1) AS batch_key) {Entries}", keys)
                .RowsAsync(ReadEntry, cancellationToken);
            return new BatchListPage(
                entries, next is { } key ? cursors.Hide(CursorLists.Batches, project.Value, key) : null, complete);
        });

    /// <inheritdoc/>
    public ValueTask<ProjectActivity> ReadActivityAsync(ProjectId project, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var entries = await database.Searches
                .Statement(ReadActivity, project.Value, ProjectActivity.MaxBatches + 1L)
                .RowsAsync(ReadEntry, cancellationToken);
            return new ProjectActivity([.. entries.Take(ProjectActivity.MaxBatches)], entries.Count <= ProjectActivity.MaxBatches);
        });

    // Keys first: scanned rows that do not match are never joined.
    private static async ValueTask<(long[] Keys, long? Next, bool Complete)> FindKeysAsync(
        NpgsqlConnection connection, ProjectId project, BatchListQuery query, long before, CancellationToken cancellationToken)
    {
        var scan = query.Text is null ? query.Limit + 1L : BatchListPage.MaxScanned;
        var source = query.Statuses.Count > 0 ? OfStatuses : Everything;
        var statement = connection.Statement(
            $"""
            WITH scanned AS MATERIALIZED (
                SELECT batch_key, {(query.Text is null ? "true" : Fits)} AS fits FROM ({source}) b)
            SELECT (SELECT count(*) FROM scanned), (SELECT min(batch_key) FROM scanned),
                ARRAY(SELECT batch_key FROM scanned WHERE fits ORDER BY batch_key DESC LIMIT {query.Limit + 1})
            """,
            project.Value,
            before,
            scan,
            query.Statuses.Select(s => (short)s).Distinct().ToArray(),
            query.Text is { } text ? LikePattern.Containing(text) : "",
            query.Text is { } id ? LikePattern.Escape(id.ToLowerInvariant()) + "%" : "");
        statement.Parameters[3].NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint;
        var (scanned, last, found) = await statement.RowAsync(
            r => (r.GetInt64(0), r.Maybe<long>(1), r.GetFieldValue<long[]>(2)), cancellationToken);
        return found!.Length > query.Limit
            ? (found[..query.Limit], found[query.Limit - 1], true)
            : query.Text is not null && scanned == scan
                ? (found, last, false)
                : (found, null, true);
    }

    private static BatchListEntry ReadEntry(NpgsqlDataReader row)
    {
        var (_, batch) = BatchRows.Read(row);
        var column = row.FieldCount - 2;
        if (batch.Status != BatchStatus.Processing || batch.PausedAt is not null || row.IsDBNull(column))
        {
            return new BatchListEntry(batch, null, null);
        }

        var counts = batch.Progress;
        var ended = counts.SucceededItems + counts.FailedItems + counts.SkippedItems + counts.CanceledItems;
        var rate = (ended - row.GetInt32(column + 1)) / Math.Max(row.GetDouble(column), 0.1);
        return new BatchListEntry(
            batch,
            Math.Round(rate, 2),
            rate > 0 ? Math.Round((counts.TotalItems - ended) / rate, 1) : null);
    }
}
