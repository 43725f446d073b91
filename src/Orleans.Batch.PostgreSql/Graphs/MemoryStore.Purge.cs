using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

public sealed partial class MemoryStore
{
    // Passing over a graph that another process is at.
    private const string NextPurge =
        "SELECT graph_key FROM graph_purge ORDER BY queued_at, graph_key LIMIT 1 FOR UPDATE SKIP LOCKED";

    private const string PurgeEpisodes =
        """
        WITH gone AS (
            DELETE FROM graph_episode WHERE graph_key = $1 AND episode_uuid = ANY (ARRAY(
                SELECT episode_uuid FROM graph_episode WHERE graph_key = $1 ORDER BY episode_uuid LIMIT $2))
            RETURNING episode_uuid),
        payload AS (DELETE FROM episode_data d USING gone WHERE d.episode_uuid = gone.episode_uuid)
        SELECT count(*) FROM gone
        """;

    /// <inheritdoc/>
    public ValueTask<bool> PurgeDeletedAsync(int limit, CancellationToken cancellationToken) =>
        database.Background.TransactAsync(
            async connection =>
            {
                var graphKey = await connection.Statement(NextPurge).RowAsync(r => r.GetInt64(0), cancellationToken);
                if (graphKey == 0)
                {
                    return false;
                }

                var removed = await connection
                    .Statement(PurgeEpisodes, graphKey, (long)limit)
                    .RowAsync(r => r.GetInt64(0), cancellationToken);
                if (removed < limit)
                {
                    await connection
                        .Statement("DELETE FROM graph_purge WHERE graph_key = $1", graphKey)
                        .RunAsync(cancellationToken);
                }

                return true;
            },
            cancellationToken);
}
