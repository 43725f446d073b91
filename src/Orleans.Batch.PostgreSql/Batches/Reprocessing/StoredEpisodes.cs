using Orleans.Batch.PostgreSql.Commits;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>
/// Selects episodes of a batch or of a graph: those that were only stored, or those that are extracted again, which are all but the
/// ones that callers wrote as facts or nodes.
/// </summary>
/// <param name="What">Their source as its caller named it.</param>
/// <param name="Key">The key of the source: $1 of the statement.</param>
/// <param name="Sql">The statement; $2 is the project, $3 the greatest number of episodes.</param>
/// <param name="IgnoreRoles">The ignored roles of the batch. For a graph, they were not stored.</param>
internal sealed record StoredEpisodes(string What, long Key, string Sql, short[]? IgnoreRoles)
{
    private const string GraphKey = "SELECT graph_key FROM graph WHERE project_key = $1 AND graph_id = $2";

    private const string UserGraphKey = "SELECT graph_key FROM memory_user WHERE project_key = $1 AND user_id = $2";

    private const string OnlyStored = $"extraction = {Stored.ExtractionMode.StoreOnly}";

    private const string NotWritten = $"extraction <> {StoredExtraction.WrittenNumber}";

    private const string AnyRole = "true";

    // A role that the episode's own batch ignored is still ignored.
    private const string NotIgnored = "NOT EXISTS (SELECT FROM batch WHERE batch_key = d.batch_key AND d.role = ANY(ignore_roles))";

    private static string OfBatch(string condition) =>
        $"""
        SELECT row_number() OVER (ORDER BY i.sequence) - 1 AS place, i.episode_uuid, i.kind, i.role, i.destination_kind, i.destination_id
        FROM batch_item i
        {DestinationJoins.For("i", project: "$2")}
        CROSS JOIN LATERAL (SELECT FROM graph_episode
                            WHERE graph_key = {DestinationJoins.GraphKey}
                              AND episode_uuid = i.episode_uuid AND {condition} LIMIT 1) e
        WHERE i.batch_key = $1
        ORDER BY i.sequence LIMIT $3
        """;

    // The oldest items; a caller with more repeats the call.
    private static string OfGraph(string condition, string roles) =>
        $"""
        SELECT row_number() OVER (ORDER BY e.reference_time, e.number) - 1 AS place, e.episode_uuid,
               CASE WHEN e.thread_key IS NULL THEN {Stored.ItemKind.GraphEpisode}
                    ELSE {Stored.ItemKind.ThreadMessage} END::smallint AS kind, d.role,
               CASE WHEN e.thread_key IS NOT NULL THEN {Stored.DestinationKind.Thread}
                    WHEN g.graph_id IS NOT NULL THEN {Stored.DestinationKind.Graph}
                    ELSE {Stored.DestinationKind.User} END::smallint AS destination_kind,
               coalesce(t.thread_id, g.graph_id, u.user_id) AS destination_id
        FROM (SELECT * FROM graph_episode WHERE graph_key = $1 AND {condition}
              ORDER BY reference_time, number LIMIT $3) e
        CROSS JOIN LATERAL (SELECT role, batch_key FROM episode_data WHERE episode_uuid = e.episode_uuid LIMIT 1) d
        JOIN graph g ON g.graph_key = $1 AND g.project_key = $2
        LEFT JOIN memory_user u ON u.graph_key = $1
        LEFT JOIN LATERAL (SELECT thread_id FROM thread WHERE thread_key = e.thread_key LIMIT 1) t ON true
        WHERE {roles}
        """;

    /// <summary>Finds the source of a selection, and locks a batch.</summary>
    public static ValueTask<StoredEpisodes> FindAsync(
        WriteTransaction connection, ProjectId project, ExtractionSelection episodes, CancellationToken cancellationToken) =>
        episodes switch
        {
            { BatchId: { } batchId } => FindBatchAsync(
                connection, project, batchId, OfBatch(episodes.Replace ? NotWritten : OnlyStored), cancellationToken),
            { GraphId: { } graphId } => FindGraphAsync(
                connection, project, ("graph", graphId), GraphKey, OfGraph(episodes.Replace), cancellationToken),
            _ => FindGraphAsync(
                connection, project, ("user", episodes.UserId!), UserGraphKey, OfGraph(episodes.Replace), cancellationToken),
        };

    private static string OfGraph(bool again) => again ? OfGraph(NotWritten, NotIgnored) : OfGraph(OnlyStored, AnyRole);

    private static async ValueTask<StoredEpisodes> FindBatchAsync(
        WriteTransaction connection, ProjectId project, Guid batchId, string select, CancellationToken cancellationToken)
    {
        var (batchKey, status, _) = await BatchLookup.LockAsync(connection, project, batchId, cancellationToken);
        return status > BatchStatus.Invalid
            ? new StoredEpisodes($"batch {batchId}", batchKey, select, await connection
                .Statement("SELECT ignore_roles FROM batch WHERE batch_key = $1", batchKey)
                .RowAsync(r => r.IsDBNull(0) ? null : r.GetFieldValue<short[]>(0), cancellationToken))
            : throw BatchServiceException.Conflict(
                ErrorCodes.StillRunning, $"batch {batchId} has not run to its end: there is nothing stored to extract from yet");
    }

    private static async ValueTask<StoredEpisodes> FindGraphAsync(
        WriteTransaction connection, ProjectId project, (string Kind, string Id) graph, string find, string select, CancellationToken cancellationToken)
    {
        var graphKey = await connection.Statement(find, project.Value, graph.Id).RowAsync(r => r.GetInt64(0), cancellationToken);
        return graphKey != 0
            ? new StoredEpisodes($"{graph.Kind} {graph.Id}", graphKey, select, null)
            : throw BatchServiceException.NotFound(graph.Kind, graph.Id);
    }
}
