using Npgsql;
using Orleans.Batch.Models;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Summaries;

namespace Orleans.Batch.PostgreSql.Models;

/// <summary>Summaries in PostgreSQL.</summary>
internal sealed class SummaryStore(Database database) : ISummaryStore
{
    /// <summary>Whether the project p wants the summary s.</summary>
    public const string IsWanted = $"(s.thread_key IS NOT NULL OR {SummaryMarks.IsNodeWanted})";

    private const string Next =
        $"""
        SELECT s.subject_uuid, s.thread_key, s.version, s.changed, s.made_at, s.content, s.through, s.attempts,
               s.not_before - t.now, g.project_key, p.model
        FROM (SELECT sql_now() AS now OFFSET 0) t
        CROSS JOIN (SELECT * FROM summary WHERE graph_key = $1 AND changed IS NOT NULL) s
        CROSS JOIN LATERAL (SELECT project_key FROM graph WHERE graph_key = s.graph_key LIMIT 1) g
        CROSS JOIN LATERAL (SELECT model, summaries FROM project WHERE project_key = g.project_key LIMIT 1) p
        WHERE {IsWanted}
        ORDER BY s.not_before > t.now, s.thread_key IS NULL, s.not_before, s.subject_uuid LIMIT $2
        """;

    private readonly SummaryContentQuery _contents = new(database);

    /// <inheritdoc/>
    public ValueTask<GraphSummaries> ReadAsync(long graphKey, int limit, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var rows = await database.Background
                .Statement(Next, graphKey, (long)limit)
                .RowsAsync(
                    r => (Due: ReadDue(r), Wait: r.GetTimeSpan(8), Project: r.GetInt64(9), Profile: r.Text(10)), cancellationToken);
            var later = rows.Where(r => r.Wait > TimeSpan.Zero).Select(r => (TimeSpan?)r.Wait).FirstOrDefault();
            var first = rows.FirstOrDefault();
            return new GraphSummaries(
                graphKey, first.Project, first.Profile, [.. rows.Where(r => r.Wait <= TimeSpan.Zero).Select(r => r.Due)], later);
        });

    /// <inheritdoc/>
    public ValueTask<SummaryQuestion> ReadContentAsync(
        GraphSummaries graph, IReadOnlyList<DueSummary> due, int facts, int messages, CancellationToken cancellationToken) =>
        StoreFaults.Translate(() => _contents.ReadAsync(graph, due, facts, messages, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask CommitAsync(
        long graphKey, IReadOnlyList<NewSummary> summaries, string model, TimeSpan minInterval, CancellationToken cancellationToken) =>
        await ChangeAsync(graphKey, batch => SummaryCommit.Add(batch, summaries, model, minInterval), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask CountAsync(
        long graphKey, IReadOnlyList<DueSummary> due, int attempts, CancellationToken cancellationToken) =>
        await ChangeAsync(graphKey, batch => SummaryCommit.Count(batch, due, attempts), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask GiveUpAsync(long graphKey, DueSummary due, string reason, CancellationToken cancellationToken) =>
        await ChangeAsync(graphKey, batch => SummaryCommit.GiveUp(batch, due, reason), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<RequestedSummary?> RequestAsync(
        ProjectId project, string threadId, Guid taskId, CancellationToken cancellationToken) =>
        SummaryRequest.RunAsync(database, project, threadId, taskId, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<string?> FindProfileAsync(ProjectId project, CancellationToken cancellationToken) =>
        StoreFaults.Translate(() => database.Requests
            .Statement("SELECT model FROM project WHERE project_key = $1", project.Value).RowAsync(r => r.Text(0), cancellationToken));

    private static DueSummary ReadDue(NpgsqlDataReader r) => new(
        r.GetGuid(0),
        r.Maybe<long>(1),
        r.GetInt64(2),
        r.GetInt64(3),
        r.Maybe<DateTimeOffset>(4),
        r.Text(5),
        r.GetInt64(6),
        r.GetInt16(7));

    // Nothing is written for a graph that was deleted meanwhile.
    private ValueTask<bool> ChangeAsync(long graphKey, Action<NpgsqlBatch> add, CancellationToken cancellationToken) =>
        database.Background.TransactAsync(
            async connection =>
            {
                if (!await connection.Statement(LockedGraph.Lock, graphKey).RowAsync(r => true, cancellationToken))
                {
                    return false;
                }

                await using var batch = new NpgsqlBatch(connection);
                add(batch);
                await batch.ExecuteNonQueryAsync(cancellationToken);
                return true;
            },
            cancellationToken);
}
