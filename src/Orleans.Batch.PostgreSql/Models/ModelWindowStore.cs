using Npgsql;
using Orleans.Batch.Facts;
using Orleans.Batch.Models;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Models;

/// <summary>Windows in PostgreSQL.</summary>
internal sealed class ModelWindowStore(Database database) : IModelWindowStore
{
    private const string Graphs =
        """
        SELECT graph_key FROM model_window WHERE batch_key = $1 AND error_code IS NULL
        GROUP BY graph_key ORDER BY min(window_key) LIMIT $2
        """;

    private const string Next =
        $"""
        SELECT w.window_key, w.graph_key, w.project_key, w.batch_key, w.episodes, w.attempts,
               coalesce(b.model, p.model), b.model_hold, coalesce(b.strict_ontology, false), w.due_at - t.now,
               coalesce(b.replaces, false)
        FROM (SELECT sql_now() AS now OFFSET 0) t
        CROSS JOIN (SELECT * FROM model_window WHERE graph_key = $1 AND error_code IS NULL) w
        CROSS JOIN LATERAL (SELECT model FROM project WHERE project_key = w.project_key LIMIT 1) p
        LEFT JOIN LATERAL (SELECT * FROM batch WHERE batch_key = w.batch_key LIMIT 1) b ON true
        WHERE w.batch_key = 0
           OR (b.status = {Stored.BatchStatus.Processing} AND b.paused_at IS NULL AND b.cancel_requested_at IS NULL)
        ORDER BY w.due_at > t.now, w.batch_key <> 0, CASE WHEN w.due_at > t.now THEN w.due_at END, w.window_key LIMIT $2
        """;

    private const string Fail =
        """
        WITH failed AS (
            UPDATE model_window SET error_code = $2, error_message = $3 WHERE window_key = $1 AND error_code IS NULL
            RETURNING batch_key, cardinality(episodes) AS items)
        INSERT INTO batch_progress AS p (batch_key, slot, unextracted) SELECT batch_key, 0, items FROM failed WHERE batch_key <> 0
        ON CONFLICT (batch_key, slot) DO UPDATE SET unextracted = p.unextracted + excluded.unextracted
        """;

    private const string Halve =
        """
        WITH whole AS (DELETE FROM model_window WHERE window_key = $1 AND error_code IS NULL RETURNING *),
        counted AS (UPDATE batch b SET windows = windows + 1 FROM whole WHERE b.batch_key = whole.batch_key)
        INSERT INTO model_window (graph_key, project_key, batch_key, episodes)
        SELECT graph_key, project_key, batch_key, episodes[h.first:h.last]
        FROM whole CROSS JOIN LATERAL (
            VALUES (1, cardinality(episodes) / 2), (cardinality(episodes) / 2 + 1, cardinality(episodes))) h(first, last)
        """;

    private readonly WindowContentQuery _contents = new(database);

    /// <inheritdoc/>
    public ValueTask<bool> FormAsync(long batchKey, WindowOptions options, CancellationToken cancellationToken) =>
        database.Background.TransactAsync(
            connection => WindowFormation.RunAsync(connection, batchKey, options, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<long>> ReadGraphsAsync(long batchKey, int limit, CancellationToken cancellationToken) =>
        StoreFaults.Translate<IReadOnlyList<long>>(async () => await database.Background
            .Statement(Graphs, batchKey, limit).RowsAsync(r => r.GetInt64(0), cancellationToken));

    /// <inheritdoc/>
    public async ValueTask DropAsync(long batchKey, CancellationToken cancellationToken) =>
        await RunAsync("DELETE FROM model_window WHERE batch_key = $1 AND error_code IS NULL", cancellationToken, batchKey);

    /// <inheritdoc/>
    public ValueTask<GraphWindows> ReadAsync(long graphKey, int limit, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var rows = await database.Background
                .Statement(Next, graphKey, limit)
                .RowsAsync(r => (Window: Read(r), Wait: r.GetTimeSpan(9)), cancellationToken);
            var later = rows.Where(r => r.Wait > TimeSpan.Zero).Select(r => (TimeSpan?)r.Wait).FirstOrDefault();
            return new GraphWindows([.. rows.Where(r => r.Wait <= TimeSpan.Zero).Select(r => r.Window)], later);
        });

    /// <inheritdoc/>
    public ValueTask<WindowContent> ReadContentAsync(OpenWindow window, int contextTurns, CancellationToken cancellationToken) =>
        StoreFaults.Translate(() => _contents.ReadAsync(window, contextTurns, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<bool> CommitAsync(
        OpenWindow window,
        IReadOnlyDictionary<Guid, ResolvedFacts> facts,
        IReadOnlyList<string> predicates,
        CancellationToken cancellationToken) =>
        database.Background.TransactAsync(
            connection => WindowCommit.RunAsync(connection, window, facts, predicates, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask FailAsync(OpenWindow window, string code, string message, CancellationToken cancellationToken) =>
        await RunAsync(Fail, cancellationToken, window.Key, code, message);

    /// <inheritdoc/>
    public async ValueTask HalveAsync(OpenWindow window, CancellationToken cancellationToken) =>
        await RunAsync(Halve, cancellationToken, window.Key);

    /// <inheritdoc/>
    public async ValueTask CountAttemptAsync(OpenWindow window, CancellationToken cancellationToken) =>
        await RunAsync("UPDATE model_window SET attempts = attempts + 1 WHERE window_key = $1", cancellationToken, window.Key);

    /// <inheritdoc/>
    public async ValueTask HoldAsync(long batchKey, string? reason, CancellationToken cancellationToken) =>
        await RunAsync(
            "UPDATE batch SET model_hold = $2::text WHERE batch_key = $1 AND model_hold IS DISTINCT FROM $2::text",
            cancellationToken,
            batchKey,
            reason);

    private static OpenWindow Read(NpgsqlDataReader r) => new(
        r.GetInt64(0),
        r.GetInt64(1),
        r.GetInt64(2),
        r.GetInt64(3),
        r.GetFieldValue<Guid[]>(4),
        r.GetInt16(5),
        r.Text(6),
        r.Text(7),
        r.GetBoolean(8),
        r.GetBoolean(10));

    private ValueTask<int> RunAsync(string sql, CancellationToken cancellationToken, params object?[] values) =>
        StoreFaults.Translate(() => database.Background.Statement(sql, values).RunAsync(cancellationToken));
}
