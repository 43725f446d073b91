using Npgsql;
using NpgsqlTypes;

namespace Orleans.Batch.PostgreSql.Commits;

/// <summary>The statements of every commit to graphs, of batches and of real time.</summary>
internal static class GraphRows
{
    private const string LockRows =
        "SELECT graph_key, last_number, epoch FROM graph_state WHERE graph_key = ANY($1) ORDER BY graph_key FOR NO KEY UPDATE";

    private const string MoveRows =
        """
        UPDATE graph_state s SET last_number = w.last, lanes_done_through = greatest(s.lanes_done_through, w.done)
        FROM unnest($1, $2, $3) AS w(graph_key, last, done) WHERE s.graph_key = w.graph_key
        """;

    private const string AddRows =
        """
        INSERT INTO graph_episode (graph_key, episode_uuid, number, reference_time, thread_key, extraction, ingested_at)
        SELECT w.*, t.now FROM (SELECT sql_now() AS now OFFSET 0) t, unnest($1, $2, $3, $4, $5, $6) AS w
        """;

    /// <summary>Locks graphs, in key order, as every writer does before anything else.</summary>
    public static NpgsqlBatchCommand Lock(IEnumerable<long> graphKeys) =>
        new(LockRows) { Parameters = { Array(graphKeys.ToArray(), NpgsqlDbType.Bigint) } };

    /// <summary>Locks graphs in a transaction that needs nothing of their rows.</summary>
    public static async ValueTask LockAsync(NpgsqlConnection connection, long[] graphKeys, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Lock(graphKeys));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Reads the answer of <see cref="Lock"/>: the graphs that exist.</summary>
    public static async ValueTask<Dictionary<long, LockedGraph>> ReadLockedAsync(
        NpgsqlDataReader row, CancellationToken cancellationToken)
    {
        var graphs = new Dictionary<long, LockedGraph>();
        while (await row.ReadAsync(cancellationToken))
        {
            graphs.Add(row.GetInt64(0), new LockedGraph(row.GetInt64(1), row.GetInt32(2)));
        }

        return graphs;
    }

    /// <summary>Records the progress of graphs; <c>Done</c> is the process number of a lane that ended, else 0.</summary>
    public static NpgsqlBatchCommand Move(List<(long Graph, long LastNumber, long Done)> graphs) => new(MoveRows)
    {
        Parameters =
        {
            Array(graphs.ConvertAll(g => g.Graph), NpgsqlDbType.Bigint),
            Array(graphs.ConvertAll(g => g.LastNumber), NpgsqlDbType.Bigint),
            Array(graphs.ConvertAll(g => g.Done), NpgsqlDbType.Bigint),
        },
    };

    /// <summary>Adds episodes to their graphs.</summary>
    public static NpgsqlBatchCommand AddEpisodes(List<NewGraphEpisode> episodes) => new(AddRows)
    {
        Parameters =
        {
            Array(episodes.ConvertAll(e => e.GraphKey), NpgsqlDbType.Bigint),
            Array(episodes.ConvertAll(e => e.EpisodeUuid), NpgsqlDbType.Uuid),
            Array(episodes.ConvertAll(e => e.Number), NpgsqlDbType.Bigint),
            Array(episodes.ConvertAll(e => e.ReferenceTime), NpgsqlDbType.TimestampTz),
            Array(episodes.ConvertAll(e => e.ThreadKey), NpgsqlDbType.Bigint),
            Array(episodes.ConvertAll(e => (short)e.Extraction), NpgsqlDbType.Smallint),
        },
    };

    /// <summary>A parameter that holds an array; an array or a list is passed unchanged.</summary>
    public static NpgsqlParameter Array<T>(IList<T> values, NpgsqlDbType element) =>
        new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | element };
}

/// <summary>A graph whose row is locked.</summary>
/// <param name="LastNumber">The number of its last episode.</param>
/// <param name="Epoch">Changes when chunks already read become stale.</param>
internal readonly record struct LockedGraph(long LastNumber, int Epoch);

/// <summary>An episode that is added to its graph.</summary>
internal readonly record struct NewGraphEpisode(
    long GraphKey, Guid EpisodeUuid, long Number, DateTime ReferenceTime, long? ThreadKey, ExtractionMode Extraction);
