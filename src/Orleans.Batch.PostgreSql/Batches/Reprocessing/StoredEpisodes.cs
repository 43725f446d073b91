using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Selects episodes that were only stored, of a batch or of a graph.</summary>
/// <param name="What">Their source as its caller named it.</param>
/// <param name="Key">The key of the source: $1 of the statement.</param>
/// <param name="Sql">The statement; $2 is the project, $3 the greatest number of episodes.</param>
/// <param name="IgnoreRoles">The ignored roles of the batch. For a graph, they were not stored.</param>
internal sealed record StoredEpisodes(string What, long Key, string Sql, short[]? IgnoreRoles)
{
    private static readonly string OfBatch =
        $"""
        SELECT row_number() OVER (ORDER BY i.sequence) - 1 AS place, i.episode_uuid, i.kind, i.role, i.destination_kind, i.destination_id
        FROM batch_item i
        {DestinationJoins.For("i", project: "$2")}
        CROSS JOIN LATERAL (SELECT FROM graph_episode
                            WHERE graph_key = {DestinationJoins.GraphKey}
                              AND episode_uuid = i.episode_uuid AND extraction = {Stored.ExtractionMode.StoreOnly} LIMIT 1) e
        WHERE i.batch_key = $1
        ORDER BY i.sequence LIMIT $3
        """;

    // The oldest items; a caller with more repeats the call.
    private const string OfGraph =
        $"""
        SELECT row_number() OVER (ORDER BY e.reference_time, e.number) - 1 AS place, e.episode_uuid,
               CASE WHEN e.thread_key IS NULL THEN {Stored.ItemKind.GraphEpisode}
                    ELSE {Stored.ItemKind.ThreadMessage} END::smallint AS kind, d.role,
               CASE WHEN e.thread_key IS NOT NULL THEN {Stored.DestinationKind.Thread}
                    WHEN g.graph_id IS NOT NULL THEN {Stored.DestinationKind.Graph}
                    ELSE {Stored.DestinationKind.User} END::smallint AS destination_kind,
               coalesce(t.thread_id, g.graph_id, u.user_id) AS destination_id
        FROM (SELECT * FROM graph_episode WHERE graph_key = $1 AND extraction = {Stored.ExtractionMode.StoreOnly}
              ORDER BY reference_time, number LIMIT $3) e
        CROSS JOIN LATERAL (SELECT role FROM episode_data WHERE episode_uuid = e.episode_uuid LIMIT 1) d
        JOIN graph g ON g.graph_key = $1 AND g.project_key = $2
        LEFT JOIN memory_user u ON u.graph_key = $1
        LEFT JOIN LATERAL (SELECT thread_id FROM thread WHERE thread_key = e.thread_key LIMIT 1) t ON true
        """;

    /// <summary>Finds the source of a selection, and locks a batch.</summary>
    public static ValueTask<StoredEpisodes> FindAsync(
        WriteTransaction connection, ProjectId project, ExtractionSelection episodes, CancellationToken cancellationToken) =>
        episodes switch
        {
            { BatchId: { } batchId } => FindBatchAsync(connection, project, batchId, cancellationToken),
            { GraphId: { } graphId } => FindGraphAsync(
                connection, project, "graph", graphId, "SELECT graph_key FROM graph WHERE project_key = $1 AND graph_id = $2", cancellationToken),
            _ => FindGraphAsync(
                connection, project, "user", episodes.UserId!, "SELECT graph_key FROM memory_user WHERE project_key = $1 AND user_id = $2", cancellationToken),
        };

    private static async ValueTask<StoredEpisodes> FindBatchAsync(
        WriteTransaction connection, ProjectId project, Guid batchId, CancellationToken cancellationToken)
    {
        var (batchKey, status, _) = await BatchLookup.LockAsync(connection, project, batchId, cancellationToken);
        return status > BatchStatus.Invalid
            ? new StoredEpisodes($"batch {batchId}", batchKey, OfBatch, await connection
                .Statement("SELECT ignore_roles FROM batch WHERE batch_key = $1", batchKey)
                .RowAsync(r => r.IsDBNull(0) ? null : r.GetFieldValue<short[]>(0), cancellationToken))
            : throw BatchServiceException.Conflict(
                ErrorCodes.StillRunning, $"batch {batchId} has not run to its end: there is nothing stored to extract from yet");
    }

    private static async ValueTask<StoredEpisodes> FindGraphAsync(
        WriteTransaction connection, ProjectId project, string kind, string id, string sql, CancellationToken cancellationToken)
    {
        var graphKey = await connection.Statement(sql, project.Value, id).RowAsync(r => r.GetInt64(0), cancellationToken);
        return graphKey != 0
            ? new StoredEpisodes($"{kind} {id}", graphKey, OfGraph, null)
            : throw BatchServiceException.NotFound(kind, id);
    }
}
