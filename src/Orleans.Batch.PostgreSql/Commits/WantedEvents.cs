using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Commits;

/// <summary>The events of a batch's items that have subscribers.</summary>
/// <param name="BatchKey">The batch.</param>
/// <param name="BatchId">Its identity.</param>
/// <param name="ProjectKey">Its project.</param>
/// <param name="Episodes">Whether each episode causes an event.</param>
/// <param name="FirstError">Whether the first error causes an event.</param>
internal sealed record WantedEvents(long BatchKey, Guid BatchId, long ProjectKey, bool Episodes, bool FirstError)
{
    /// <summary>
    /// Whether any project has such endpoints. If none has, this is the only query per commit, one probe of an empty
    /// index. Run within the transaction, it misses no endpoint that existed before.
    /// </summary>
    public const string Any =
        """
        SELECT EXISTS (SELECT FROM webhook_endpoint
                       WHERE enabled AND events && ARRAY['episode.processed', 'ingest.batch.first_error'])
        """;

    private const string Select =
        """
        SELECT b.batch_key, b.batch_uuid, b.project_key, w.episodes, w.first_error
        FROM unnest($1) q(batch_key) JOIN batch b USING (batch_key)
        CROSS JOIN LATERAL (
            SELECT bool_or('episode.processed' = ANY (events)) AS episodes,
                   bool_or('ingest.batch.first_error' = ANY (events)) AS first_error
            FROM webhook_endpoint
            WHERE project_key = b.project_key AND enabled AND events && ARRAY['episode.processed', 'ingest.batch.first_error']) w
        WHERE w.episodes IS NOT NULL
        """;

    private const string SelectProjects =
        """
        SELECT DISTINCT project_key FROM webhook_endpoint
        WHERE project_key = ANY ($1) AND enabled AND events && ARRAY['episode.processed', 'ingest.batch.first_error']
          AND 'episode.processed' = ANY (events)
        """;

    /// <summary>The batches whose projects have such endpoints.</summary>
    public static ValueTask<List<WantedEvents>> FindAsync(
        NpgsqlConnection connection, long[] batchKeys, CancellationToken cancellationToken) =>
        connection.Statement(Select, batchKeys).RowsAsync(
            r => new WantedEvents(r.GetInt64(0), r.GetGuid(1), r.GetInt64(2), r.GetBoolean(3), r.GetBoolean(4)), cancellationToken);

    /// <summary>Those of the projects that subscribe to each episode.</summary>
    public static async ValueTask<IReadOnlySet<long>> OfEpisodesAsync(
        NpgsqlConnection connection, long[] projectKeys, CancellationToken cancellationToken)
    {
        var projects = projectKeys.Length == 0
            ? []
            : await connection.Statement(SelectProjects, projectKeys).RowsAsync(r => r.GetInt64(0), cancellationToken);
        return projects.ToHashSet();
    }
}
