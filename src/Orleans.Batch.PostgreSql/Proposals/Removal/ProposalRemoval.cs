using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Proposals.Removal;

/// <summary>Removes the rows of proposals: of discarded ones, of deleted batches, and of deleted episodes and graphs.</summary>
internal static class ProposalRemoval
{
    private static readonly string[] Tables = ["proposed_episode", "proposed_node", "fact_change"];

    private const string OfGraph =
        """
        WITH gone AS (
            DELETE FROM {0} WHERE ctid = ANY(ARRAY(SELECT ctid FROM {0} WHERE graph_key = $1 LIMIT $2)) RETURNING 1)
        SELECT count(*) FROM gone
        """;

    private const string OfBatch =
        "DELETE FROM {0} WHERE ctid = ANY(ARRAY(SELECT ctid FROM {0} WHERE batch_key = $1 LIMIT $2))";

    private static readonly string[] OfEpisodes =
    [
        "DELETE FROM proposed_episode p USING unnest($1::bigint[], $2::bigint[]) w(graph_key, number) WHERE p.graph_key = w.graph_key AND p.number = w.number",
        "DELETE FROM fact_change c USING unnest($1::bigint[], $2::bigint[]) w(graph_key, number) WHERE c.graph_key = w.graph_key AND c.number = w.number",
    ];

    private static readonly string[] BatchSteps = [.. Tables.Select(t => OfBatch.Replace("{0}", t, StringComparison.Ordinal))];

    /// <summary>Remove rows of the graph $1, at most $2, and select their number.</summary>
    public static IReadOnlyList<string> GraphSteps { get; } = [.. Tables.Select(t => OfGraph.Replace("{0}", t, StringComparison.Ordinal))];

    /// <summary>Removes rows of a batch; returns whether there are more.</summary>
    public static async ValueTask<bool> StepAsync(
        NpgsqlConnection connection, long batchKey, int limit, CancellationToken cancellationToken)
    {
        var left = limit;
        foreach (var step in BatchSteps)
        {
            if (left > 0)
            {
                left -= await connection.Statement(step, batchKey, (long)left).Long().RunAsync(cancellationToken);
            }
        }

        return left == 0;
    }

    /// <summary>Removes what proposals say of deleted episodes of graphs that the caller holds locked.</summary>
    public static async ValueTask RemoveEpisodesAsync(
        NpgsqlConnection connection, IReadOnlyCollection<(long GraphKey, long Number)> episodes, CancellationToken cancellationToken)
    {
        foreach (var sql in OfEpisodes)
        {
            await connection
                .Statement(sql, episodes.Select(e => e.GraphKey).ToArray(), episodes.Select(e => e.Number).ToArray())
                .RunAsync(cancellationToken);
        }
    }
}
