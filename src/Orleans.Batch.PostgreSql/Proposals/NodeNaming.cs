using Npgsql;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Proposals;

/// <summary>
/// Gives the nodes of a graph the names and labels of a proposal, once it is applied to the whole graph: those that no other episode
/// names. Of others it is not known which label came from where, so they keep theirs.
/// </summary>
internal static class NodeNaming
{
    // Users' nodes are named by no item.
    private const string Rename =
        $"""
        UPDATE node n SET name = CASE WHEN n.renamed THEN n.name ELSE p.name END, named_at = p.named_at, named_ord = p.named_ord,
            labels = CASE WHEN n.relabeled THEN n.labels ELSE p.labels END
        FROM proposed_node p
        WHERE p.batch_key = $1 AND p.graph_key = $2 AND n.node_uuid = p.node_uuid AND n.named_at > '-infinity'
          AND (n.name, n.named_at, n.named_ord, n.labels) IS DISTINCT FROM (p.name, p.named_at, p.named_ord, p.labels)
          AND NOT EXISTS (
              SELECT FROM ({NamingEpisodes.OfNode}) named
              WHERE NOT EXISTS (
                  SELECT FROM proposed_episode e WHERE e.batch_key = $1 AND e.graph_key = $2 AND e.episode_uuid = named.episode_uuid))
        RETURNING n.node_uuid
        """;

    /// <summary>Names them.</summary>
    public static async ValueTask RunAsync(NpgsqlConnection connection, long batchKey, long graphKey, CancellationToken cancellationToken)
    {
        var renamed = await connection
            .Statement(Rename, batchKey, graphKey).Long().RowsAsync(r => r.GetGuid(0), cancellationToken);
        await AssertionRemoval.ForgetAsync(connection, 1, renamed, cancellationToken);
        await connection.Statement(SearchIndexStore.IndexSomeNodes, graphKey, renamed.ToArray()).Long().RunAsync(cancellationToken);
    }
}
