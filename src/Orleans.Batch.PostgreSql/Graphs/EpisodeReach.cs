using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>
/// Finds a project's episodes that are in their graph or may still get there. The graph is the one that the destination names
/// now, by the last attempt: a batch that retries an item may have changed that. The batch itself may have expired.
/// </summary>
internal static class EpisodeReach
{
    /// <summary>Selects $1, the episode of the project $2, as <see cref="EpisodeRows.Read"/> expects it.</summary>
    public const string SelectEpisode =
        $"""
        SELECT {EpisodeRows.Columns}, coalesce(t.thread_id, lt.thread_id), e.episode_uuid IS NOT NULL
        {InReach}
        """;

    private const string SelectPlace = $"SELECT s.graph_key, e.number {InReach}";

    private const string InReach =
        $"""
        FROM episode_data d
        LEFT JOIN LATERAL (SELECT retry_key, retry_sequence FROM item_retry WHERE episode_uuid = d.episode_uuid
                           ORDER BY retry_key DESC LIMIT 1) r ON true
        LEFT JOIN batch b ON b.batch_key = coalesce(r.retry_key, d.batch_key)
        LEFT JOIN batch_item i ON i.batch_key = coalesce(r.retry_key, d.batch_key) AND i.sequence = coalesce(r.retry_sequence, d.sequence)
        LEFT JOIN graph g
            ON i.destination_kind = {Stored.DestinationKind.Graph} AND g.project_key = d.project_key AND g.graph_id = i.destination_id
        LEFT JOIN memory_user u
            ON i.destination_kind = {Stored.DestinationKind.User} AND u.project_key = d.project_key AND u.user_id = i.destination_id
        LEFT JOIN thread t
            ON i.destination_kind = {Stored.DestinationKind.Thread} AND t.project_key = d.project_key AND t.thread_id = i.destination_id
        LEFT JOIN graph_state s ON s.graph_key = coalesce(d.graph_key, g.graph_key, u.graph_key, t.graph_key)
        LEFT JOIN graph_episode e ON e.graph_key = s.graph_key AND e.episode_uuid = d.episode_uuid
        LEFT JOIN realtime_item q ON q.episode_uuid = d.episode_uuid
        LEFT JOIN thread lt ON lt.thread_key = coalesce(e.thread_key, q.thread_key)
        WHERE d.episode_uuid = $1 AND d.project_key = $2 AND s.graph_key IS NOT NULL
        AND (e.episode_uuid IS NOT NULL OR q.episode_uuid IS NOT NULL OR (
            b.status IN {Stored.BatchStatus.Unfinished} AND NOT EXISTS (
                SELECT FROM item_outcome o WHERE o.batch_key = i.batch_key AND o.sequence = i.sequence)
            AND NOT EXISTS (
                SELECT FROM lane_item li JOIN lane l USING (lane_key)
                WHERE li.batch_key = i.batch_key AND li.sequence = i.sequence AND l.state = {Stored.LaneState.Canceled} AND li.position >= l.cursor)))
        """;

    /// <summary>An episode's graph, and its number there; no number until it is in the graph.</summary>
    public static ValueTask<(GraphScope Scope, long? Number)?> FindPlaceAsync(
        this NpgsqlDataSource source, ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) =>
        source.Statement(SelectPlace, episodeUuid, project.Value).RowAsync(ReadPlace, cancellationToken);

    /// <summary>The same inside a transaction.</summary>
    public static ValueTask<(GraphScope Scope, long? Number)?> FindPlaceAsync(
        this NpgsqlConnection connection, ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) =>
        connection.Statement(SelectPlace, episodeUuid, project.Value).RowAsync(ReadPlace, cancellationToken);

    private static (GraphScope Scope, long? Number)? ReadPlace(NpgsqlDataReader r) =>
        (GraphScope.FromKey(r.GetInt64(0)), r.Maybe<long>(1));
}
