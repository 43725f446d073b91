using Npgsql;
using Orleans.Batch.Facts;
using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Embeddings;
using Orleans.Batch.PostgreSql.Proposals.Removal;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Summaries;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Removes the content of deleted graphs and threads.</summary>
internal sealed class GraphPurge(Database database) : IGraphPurge
{
    // Skips a graph that another process has locked.
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

    private const string PurgeDocuments =
        """
        WITH gone AS (
            DELETE FROM search_document WHERE graph_key = $1 AND (kind, doc_uuid) IN (
                SELECT kind, doc_uuid FROM search_document WHERE graph_key = $1 ORDER BY kind, doc_uuid LIMIT $2)
            RETURNING 1)
        SELECT count(*) FROM gone
        """;

    // Rows that belong to the graph by their ids; {0} the table, {1} the column of the ids.
    private const string PurgeRows =
        """
        WITH gone AS (
            DELETE FROM {0} WHERE ctid = ANY(ARRAY(
                SELECT ctid FROM {0} WHERE {1} >= $1 AND {1} < $2 ORDER BY {1} LIMIT $3))
            RETURNING 1)
        SELECT count(*) FROM gone
        """;

    private static readonly string[] PurgesOfRows =
    [
        .. new (string Table, string Id)[]
            {
                ("fact", "fact_uuid"), ("fact_repeat", "fact_uuid"), ("mention", "mention_uuid"), ("node", "node_uuid"),
                ("written_detail", "object_uuid"), ("entity_alias", "alias_node"), ("summary", "subject_uuid"),
            }
            .Select(t => PurgeRows
                .Replace("{0}", t.Table, StringComparison.Ordinal)
                .Replace("{1}", t.Id, StringComparison.Ordinal)),
    ];

    private static readonly string[] LastPurges =
    [
        EpisodeRemoval.DeleteQueue,
        "DELETE FROM ontology WHERE graph_key = $1",
        "DELETE FROM instruction WHERE graph_key = $1 AND graph_key <> 0",
        "DELETE FROM search_progress WHERE graph_key = $1",
        SummaryRemoval.DeleteThreads,
        EmbeddingRemoval.DeleteBlocks,
        EmbeddingRemoval.DeleteProgress,
        DeletionTask.End,
    ];

    /// <inheritdoc/>
    public async ValueTask<bool> PurgeDeletedAsync(int limit, CancellationToken cancellationToken)
    {
        var removed = await database.Background.TransactAsync(
            connection => EpisodeRemoval.RemoveNextAsync(connection, cancellationToken), cancellationToken);
        return await PurgeGraphAsync(limit, cancellationToken) || removed;
    }

    private ValueTask<bool> PurgeGraphAsync(int limit, CancellationToken cancellationToken) =>
        database.Background.TransactAsync(
            async connection =>
            {
                var graphKey = await connection.Statement(NextPurge).RowAsync(r => r.GetInt64(0), cancellationToken);
                if (graphKey == 0)
                {
                    return false;
                }

                if (await PurgeRowsAsync(connection, graphKey, limit, cancellationToken) < limit)
                {
                    foreach (var last in LastPurges)
                    {
                        await connection.Statement(last, graphKey).RunAsync(cancellationToken);
                    }
                }

                return true;
            },
            cancellationToken);

    /// <returns>How many rows were removed; fewer than the limit if there are no more.</returns>
    private static async ValueTask<long> PurgeRowsAsync(
        NpgsqlConnection connection, long graphKey, int limit, CancellationToken cancellationToken)
    {
        var left = (long)limit;
        foreach (var sql in (string[])[PurgeEpisodes, PurgeDocuments, .. ProposalRemoval.GraphSteps])
        {
            if (left > 0)
            {
                left -= await connection.Statement(sql, graphKey, left).RowAsync(r => r.GetInt64(0), cancellationToken);
            }
        }

        foreach (var sql in PurgesOfRows)
        {
            if (left > 0)
            {
                left -= await connection
                    .Statement(sql, GraphBoundId.First(graphKey), GraphBoundId.Beyond(graphKey), left)
                    .RowAsync(r => r.GetInt64(0), cancellationToken);
            }
        }

        return limit - left;
    }
}
