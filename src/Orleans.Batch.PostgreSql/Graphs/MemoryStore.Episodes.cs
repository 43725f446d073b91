using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

public sealed partial class MemoryStore
{
    private const string EpisodeColumns =
        """
        d.episode_uuid, d.content, d.reference_time, d.data_type, d.source_description, d.metadata, d.document_id,
        d.speaker, d.role
        """;

    // Finds episodes that are in their graph or may still get there. The graph is the one that the destination names now, by the
    // last attempt: a batch that retries an item may have changed that. The batch itself may have expired.
    private const string EpisodeInReach =
        """
        FROM episode_data d
        LEFT JOIN LATERAL (SELECT retry_key, retry_sequence FROM item_retry WHERE episode_uuid = d.episode_uuid
                           ORDER BY retry_key DESC LIMIT 1) r ON true
        LEFT JOIN batch b ON b.batch_key = coalesce(r.retry_key, d.batch_key)
        LEFT JOIN batch_item i ON i.batch_key = coalesce(r.retry_key, d.batch_key) AND i.sequence = coalesce(r.retry_sequence, d.sequence)
        LEFT JOIN graph g
            ON i.destination_kind = 0 AND g.project_key = d.project_key AND g.graph_id = i.destination_id
        LEFT JOIN memory_user u
            ON i.destination_kind = 1 AND u.project_key = d.project_key AND u.user_id = i.destination_id
        LEFT JOIN thread t
            ON i.destination_kind = 2 AND t.project_key = d.project_key AND t.thread_id = i.destination_id
        LEFT JOIN graph_state s ON s.graph_key = coalesce(d.graph_key, g.graph_key, u.graph_key, t.graph_key)
        LEFT JOIN graph_episode e ON e.graph_key = s.graph_key AND e.episode_uuid = d.episode_uuid
        LEFT JOIN realtime_item q ON q.episode_uuid = d.episode_uuid
        LEFT JOIN thread lt ON lt.thread_key = coalesce(e.thread_key, q.thread_key)
        WHERE d.episode_uuid = $1 AND d.project_key = $2 AND s.graph_key IS NOT NULL
        AND (e.episode_uuid IS NOT NULL OR q.episode_uuid IS NOT NULL OR (
            b.status IN (1, 2) AND NOT EXISTS (
                SELECT FROM item_outcome o WHERE o.batch_key = i.batch_key AND o.sequence = i.sequence)
            AND NOT EXISTS (
                SELECT FROM lane_item li JOIN lane l USING (lane_key)
                WHERE li.batch_key = i.batch_key AND li.sequence = i.sequence AND l.state = 2 AND li.position >= l.cursor)))
        """;

    private const string SelectEpisode =
        $"""
        SELECT {EpisodeColumns}, coalesce(t.thread_id, lt.thread_id), e.episode_uuid IS NOT NULL
        {EpisodeInReach}
        """;

    private const string SelectPlace = $"SELECT s.graph_key, e.number {EpisodeInReach}";

    private const string SelectGraphKey =
        """
        SELECT graph_key FROM graph WHERE project_key = $1 AND graph_id = $2
        UNION ALL SELECT graph_key FROM memory_user WHERE project_key = $1 AND user_id = $3
        """;

    private const string LastPositions =
        """
        SELECT episode_uuid, reference_time, number, thread_key FROM graph_episode
        WHERE graph_key = $1 ORDER BY reference_time DESC, number DESC LIMIT $2
        """;

    /// <inheritdoc/>
    public ValueTask<Episode?> FindEpisodeAsync(
        ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) =>
        FindOneAsync(SelectEpisode, ReadEpisode, cancellationToken, episodeUuid, project.Value);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Episode>?> FindLastEpisodesAsync(
        ProjectId project, GraphTarget target, int last, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () => await FindGraphKeyAsync(project, target, cancellationToken) is { } graphKey
            ? (IReadOnlyList<Episode>?)await database.Requests
                .Statement(
                    EpisodesAt(LastPositions) + " ORDER BY e.reference_time DESC, e.number DESC", graphKey, (long)last)
                .RowsAsync(ReadEpisode, cancellationToken)
            : null);

    /// <summary>
    /// The episodes at some positions. Laterally, so that each costs one look-up, independent of the planner's estimates
    /// for the tables.
    /// </summary>
    private static string EpisodesAt(string positions, string processed = "true") =>
        $"""
        SELECT {EpisodeColumns}, t.thread_id, {processed}
        FROM ({positions}) e
        CROSS JOIN LATERAL (SELECT * FROM episode_data WHERE episode_uuid = e.episode_uuid LIMIT 1) d
        LEFT JOIN thread t ON t.thread_key = e.thread_key
        """;

    // An episode's graph, and its number there; no number until it is in the graph.
    private ValueTask<(long GraphKey, long? Number)?> FindPlaceAsync(
        ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) =>
        database.Requests
            .Statement(SelectPlace, episodeUuid, project.Value)
            .RowAsync(r => ((long, long?)?)(r.GetInt64(0), r.Maybe<long>(1)), cancellationToken);

    private ValueTask<long?> FindGraphKeyAsync(ProjectId project, GraphTarget target, CancellationToken cancellationToken) =>
        database.Requests
            .Statement(SelectGraphKey, project.Value, target.GraphId, target.UserId)
            .RowAsync(r => (long?)r.GetInt64(0), cancellationToken);

    private static Episode ReadEpisode(NpgsqlDataReader r) => new()
    {
        Uuid = r.GetGuid(0),
        Content = r.GetString(1),
        CreatedAt = r.Instant(2),
        Source = (DataType)r.GetInt16(3),
        SourceDescription = r.Text(4),
        Metadata = r.Json(5),
        DocumentId = r.Text(6),
        SpeakerName = r.Text(7),
        Role = (RoleType?)r.Maybe<short>(8),
        ThreadId = r.Text(9),
        Processed = r.GetBoolean(10),
    };
}
