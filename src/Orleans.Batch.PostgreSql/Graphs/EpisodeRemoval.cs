using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Removes the assertions of episodes that are gone from their graph, some at a time, from a queue.</summary>
internal static class EpisodeRemoval
{
    /// <summary>
    /// How many episodes' assertions are removed at a time: their graph accepts no items meanwhile.
    /// </summary>
    public const int Step = 200;

    /// <summary>Empties the queue of the graph $1.</summary>
    public const string DeleteQueue = "DELETE FROM episode_removal WHERE graph_key = $1";

    private const string NextGraph = "SELECT graph_key FROM episode_removal ORDER BY graph_key LIMIT 1";

    private const string TakeEpisodes =
        """
        DELETE FROM episode_removal WHERE graph_key = $1 AND number = ANY(ARRAY(
            SELECT number FROM episode_removal WHERE graph_key = $1 ORDER BY number LIMIT $2))
        RETURNING number
        """;

    /// <summary>Takes one step in some graph; returns false if no queue has any episode.</summary>
    public static async ValueTask<bool> RemoveNextAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await connection.Statement(ProbeOnly.Set).RunAsync(cancellationToken);
        var graphKey = await connection.Statement(NextGraph).RowAsync(r => r.GetInt64(0), cancellationToken);
        if (graphKey == 0)
        {
            return false;
        }

        if (await connection.Statement(LockedGraph.Lock, graphKey).RowAsync(r => true, cancellationToken))
        {
            await RemoveAsync(connection, graphKey, cancellationToken);
        }
        else
        {
            // The graph is being purged as a whole.
            await connection.Statement(DeleteQueue, graphKey).RunAsync(cancellationToken);
        }

        return true;
    }

    /// <summary>Takes one step in a graph that the caller holds locked.</summary>
    public static async ValueTask RemoveAsync(NpgsqlConnection connection, long graphKey, CancellationToken cancellationToken)
    {
        var numbers = await connection
            .Statement(TakeEpisodes, graphKey, (long)Step).RowsAsync(r => r.GetInt64(0), cancellationToken);
        await AssertionRemoval.RemoveEpisodesAsync(connection, graphKey, numbers, cancellationToken);
    }
}
