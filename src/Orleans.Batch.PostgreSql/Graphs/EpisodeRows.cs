using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Reads episodes from their rows.</summary>
internal static class EpisodeRows
{
    /// <summary>The columns of episode_data d that <see cref="Read"/> expects; the thread's id and "processed" follow.</summary>
    public const string Columns =
        """
        d.episode_uuid, d.content, d.reference_time, d.data_type, d.source_description, d.metadata, d.document_id,
        d.speaker, d.role
        """;

    private const string SelectByUuids =
        """
        SELECT episode_uuid, reference_time, number, thread_key FROM graph_episode
        WHERE graph_key = $1 AND episode_uuid = ANY($2)
        """;

    /// <summary>
    /// The episodes at some positions. Laterally, so that each costs one look-up, independent of the planner's estimates
    /// for the tables.
    /// </summary>
    public static string At(string positions, string processed = "true") =>
        $"""
        SELECT {Columns}, t.thread_id, {processed}
        FROM ({positions}) e
        CROSS JOIN LATERAL (SELECT * FROM episode_data WHERE episode_uuid = e.episode_uuid LIMIT 1) d
        LEFT JOIN thread t ON t.thread_key = e.thread_key
        """;

    /// <summary>Reads episodes of a graph, in the given order; those deleted meanwhile are left out.</summary>
    public static async ValueTask<List<Episode>> ReadEpisodesAsync(
        this NpgsqlDataSource source, GraphScope scope, IReadOnlyList<Guid> uuids, CancellationToken cancellationToken)
    {
        var episodes = (await source
            .Statement(At(SelectByUuids), scope.Key, uuids.ToArray())
            .RowsAsync(Read, cancellationToken)).ToDictionary(e => e.Uuid);
        return [.. uuids.Select(u => episodes.GetValueOrDefault(u)).OfType<Episode>()];
    }

    /// <summary>Reads one row.</summary>
    public static Episode Read(NpgsqlDataReader r) => new()
    {
        Uuid = r.GetGuid(0),
        Content = r.GetString(1),
        CreatedAt = r.Instant(2),
        Source = (EpisodeSource)r.GetInt16(3),
        SourceDescription = r.Text(4),
        Metadata = r.Json(5),
        DocumentId = r.Text(6),
        SpeakerName = r.Text(7),
        Role = (RoleType?)r.Maybe<short>(8),
        ThreadId = r.Text(9),
        Processed = r.GetBoolean(10),
    };
}
