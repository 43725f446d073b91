using System.Globalization;
using Npgsql;
using Orleans.Batch.Facts;
using Orleans.Batch.Insight;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Insight;

/// <summary>Lists of graphs and users, and the counts and origins of their content, on the connection pool of searches.</summary>
internal sealed class GraphOverviewStore(Database database) : IGraphOverviewStore
{
    private const int ListedCount = 1_000;
    private const int ContentsCount = 10_000;

    private const string StandaloneBehind =
        """
        SELECT graph_key, graph_id AS id, name, NULL::text AS email, created_at,
            $4::text IS NULL OR folded_id LIKE $4 OR folded_name LIKE $4 AS fits
        FROM (SELECT * FROM graph WHERE project_key = $1 AND graph_id IS NOT NULL AND graph_id > $2
              ORDER BY graph_id LIMIT $3) g
        """;

    private const string UsersBehind =
        """
        SELECT graph_key, user_id AS id, nullif(concat_ws(' ', first_name, last_name), '') AS name, email, created_at,
            $4::text IS NULL OR lower(user_id) LIKE $4 OR lower(concat_ws(' ', first_name, last_name)) LIKE $4
                OR lower(email) LIKE $4 AS fits
        FROM (SELECT * FROM memory_user WHERE project_key = $1 AND user_id > $2 ORDER BY user_id LIMIT $3) u
        """;

    private const string OneGraph =
        "SELECT graph_key, graph_id AS id, name, NULL::text AS email, created_at FROM graph WHERE project_key = $1 AND graph_id = $2";

    private const string OneUser =
        """
        SELECT graph_key, user_id AS id, nullif(concat_ws(' ', first_name, last_name), '') AS name, email, created_at
        FROM memory_user WHERE project_key = $1 AND user_id = $2
        """;

    private const string Origins =
        """
        SELECT d.episode_uuid, d.batch_key IS NOT NULL, b.batch_uuid, d.sequence
        FROM unnest($2) w(episode_uuid)
        JOIN LATERAL (SELECT * FROM episode_data WHERE episode_uuid = w.episode_uuid AND project_key = $1 LIMIT 1) d ON true
        LEFT JOIN LATERAL (SELECT batch_uuid FROM batch WHERE batch_key = d.batch_key LIMIT 1) b ON true
        """;

    /// <inheritdoc/>
    public ValueTask<GraphListing> ListGraphsAsync(
        ProjectId project, GraphListingQuery query, CancellationToken cancellationToken) => StoreFaults.Translate(async () =>
        {
            var scan = query.Search is null ? query.Limit + 1 : GraphListing.MaxScanned;
            var statement = database.Searches.Statement(
                $"""
                WITH scanned AS MATERIALIZED ({(query.Users ? UsersBehind : StandaloneBehind)}),
                page AS MATERIALIZED (SELECT * FROM scanned WHERE fits ORDER BY id LIMIT {Number(query.Limit + 1)})
                SELECT g.id, g.name, g.email, g.created_at, c.episodes, c.last, s.scanned, s.last_id
                FROM (SELECT count(*) AS scanned, max(id) AS last_id FROM scanned) s LEFT JOIN page g ON true
                {CountsOf("g", ListedCount)} ORDER BY g.id
                """,
                project.Value,
                query.After ?? "",
                (long)scan,
                query.Search is { } text ? LikePattern.Containing(text.ToLowerInvariant()) : null);
            statement.Parameters[3].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text;
            var rows = await statement.RowsAsync(
                r => (Graph: r.IsDBNull(0) ? null : ReadListed(r, query.Users, ListedCount), Scanned: r.GetInt64(6), Last: r.Text(7)),
                cancellationToken);
            List<ListedGraph> found = [.. rows.Select(r => r.Graph).OfType<ListedGraph>()];
            return found.Count > query.Limit
                ? new GraphListing(found[..query.Limit], IdOf(found[query.Limit - 1]), Complete: true)
                : query.Search is not null && rows[0].Scanned == scan
                    ? new GraphListing(found, rows[0].Last, Complete: false)
                    : new GraphListing(found, null, Complete: true);
        });

    /// <inheritdoc/>
    public ValueTask<GraphContents?> FindContentsAsync(
        ProjectId project, GraphTarget target, CancellationToken cancellationToken) => StoreFaults.Translate<GraphContents?>(async () =>
        {
            await using var connection = await database.Searches.OpenConnectionAsync(cancellationToken);
            var isUser = target.GraphId is null;
            var (key, graph) = await connection
                .Statement(
                    $"""
                    SELECT g.id, g.name, g.email, g.created_at, c.episodes, c.last, g.graph_key
                    FROM ({(isUser ? OneUser : OneGraph)}) g {CountsOf("g", ContentsCount)}
                    """,
                    project.Value,
                    target.GraphId ?? target.UserId ?? "")
                .RowAsync(r => (r.GetInt64(6), ReadListed(r, isUser, ContentsCount)), cancellationToken);
            return graph is null ? null : new GraphContents(
                graph,
                await CountAsync(connection, "SELECT 1 FROM node WHERE node_uuid >= $1 AND node_uuid < $2", key, cancellationToken),
                await CountAsync(connection, "SELECT 1 FROM fact WHERE fact_uuid >= $1 AND fact_uuid < $2", key, cancellationToken));
        });

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<EpisodeOrigin>> FindOriginsAsync(
        ProjectId project, IReadOnlyCollection<Guid> episodes, CancellationToken cancellationToken) =>
        StoreFaults.Translate<IReadOnlyList<EpisodeOrigin>>(async () => await database.Searches
            .Statement(Origins, project.Value, episodes.ToArray())
            .RowsAsync(
                r => new EpisodeOrigin(
                    r.GetGuid(0), r.Maybe<Guid>(2), r.IsDBNull(2) ? null : r.Maybe<int>(3), r.GetBoolean(1) && r.IsDBNull(2)),
                cancellationToken));

    private static async ValueTask<BoundedCount> CountAsync(
        NpgsqlConnection connection, string rows, long graphKey, CancellationToken cancellationToken) => Bounded(
            await connection
                .Statement(
                    $"SELECT count(*) FROM ({rows} LIMIT {Number(ContentsCount + 1)}) r",
                    GraphBoundId.First(graphKey),
                    GraphBoundId.Beyond(graphKey))
                .RowAsync(r => r.GetInt64(0), cancellationToken),
            ContentsCount);

    private static string CountsOf(string graph, int limit) =>
        $"""
        CROSS JOIN LATERAL (
            SELECT (SELECT count(*) FROM (SELECT 1 FROM graph_episode
                    WHERE graph_key = {graph}.graph_key LIMIT {Number(limit + 1)}) e) AS episodes,
                   (SELECT reference_time FROM graph_episode
                    WHERE graph_key = {graph}.graph_key ORDER BY reference_time DESC, number DESC LIMIT 1) AS last) c
        """;

    private static ListedGraph ReadListed(NpgsqlDataReader r, bool isUser, int limit) => new(
        isUser ? GraphTarget.ForUser(r.GetString(0)) : GraphTarget.ForGraph(r.GetString(0)),
        r.Text(1),
        r.Text(2),
        r.Instant(3),
        Bounded(r.GetInt64(4), limit),
        r.Maybe<DateTimeOffset>(5));

    private static BoundedCount Bounded(long count, int limit) => new(Math.Min(count, limit), count > limit);

    private static string IdOf(ListedGraph graph) => graph.Target.GraphId ?? graph.Target.UserId!;

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
