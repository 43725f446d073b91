using System.Text.Json;
using Npgsql;
using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Commits;
using Orleans.Batch.PostgreSql.Facts;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Proposals;

/// <summary>
/// One step of applying a proposal: some episodes of one graph, behind the graph's lock. The rows of the proposal are marked in the
/// same transaction, so that each episode's facts are replaced once.
/// </summary>
internal static class ProposalApplication
{
    // Their graph accepts no items meanwhile.
    private const int Episodes = 100;

    private const string NextGraph =
        "SELECT graph_key FROM proposed_episode WHERE batch_key = $1 ORDER BY graph_key LIMIT 1";

    private const string Take =
        """
        UPDATE proposed_episode SET replaced = true WHERE batch_key = $1 AND graph_key = $2 AND NOT replaced AND episode_uuid = ANY(ARRAY(
            SELECT episode_uuid FROM proposed_episode
            WHERE batch_key = $1 AND graph_key = $2 AND NOT replaced ORDER BY episode_uuid LIMIT $3))
        RETURNING episode_uuid, facts
        """;

    // Without those that were deleted.
    private const string Mark =
        $"""
        UPDATE graph_episode e SET extraction = b.extraction
        FROM (SELECT extraction FROM batch WHERE batch_key = $1) b, unnest($3::uuid[]) w(episode_uuid)
        CROSS JOIN LATERAL (SELECT batch_key FROM episode_data WHERE episode_uuid = w.episode_uuid LIMIT 1) d
        WHERE e.graph_key = $2 AND e.episode_uuid = w.episode_uuid AND e.extraction <> {StoredExtraction.WrittenNumber}
        RETURNING e.episode_uuid, e.number, e.reference_time, d.batch_key IS NULL
        """;

    private const string Count = "UPDATE proposal SET replaced = replaced + $2 WHERE batch_key = $1";

    private const string End =
        $"""
        WITH ended AS (
            UPDATE proposal SET state = {Stored.ProposalState.Applied}, ended_at = t.now, has_rows = false
            FROM (SELECT sql_now() AS now OFFSET 0) t WHERE batch_key = $1 AND state = {Stored.ProposalState.Applying} RETURNING ended_at)
        UPDATE batch SET updated_at = ended.ended_at FROM ended WHERE batch_key = $1
        """;

    private static readonly string[] RemoveGraph =
    [
        "DELETE FROM proposed_episode WHERE batch_key = $1 AND graph_key = $2",
        "DELETE FROM proposed_node WHERE batch_key = $1 AND graph_key = $2",
    ];

    /// <summary>Takes a step; returns whether there is more to do.</summary>
    public static async ValueTask<bool> StepAsync(NpgsqlConnection connection, long batchKey, CancellationToken cancellationToken)
    {
        await connection.Statement(ProbeOnly.Set).RunAsync(cancellationToken);
        var graphKey = await connection.Statement(NextGraph, batchKey).RowAsync(r => r.GetInt64(0), cancellationToken);
        if (graphKey == 0)
        {
            await connection.Statement(End, batchKey).RunAsync(cancellationToken);
            return false;
        }

        var isThere = await connection.Statement(Graphs.LockedGraph.Lock, graphKey).RowAsync(r => true, cancellationToken);
        if (!isThere || await ReplaceAsync(connection, batchKey, graphKey, cancellationToken))
        {
            foreach (var remove in RemoveGraph)
            {
                await connection.Statement(remove, batchKey, graphKey).Long().RunAsync(cancellationToken);
            }
        }

        return true;
    }

    /// <returns>Whether the graph is done.</returns>
    private static async ValueTask<bool> ReplaceAsync(
        NpgsqlConnection connection, long batchKey, long graphKey, CancellationToken cancellationToken)
    {
        var taken = await connection
            .Statement(Take, batchKey, graphKey, (long)Episodes)
            .RowsAsync(r => (Episode: r.GetGuid(0), Facts: JsonSerializer.Deserialize<ResolvedFacts>(r.GetString(1))!), cancellationToken);
        var facts = taken.ToDictionary(t => t.Episode, t => t.Facts);
        var places = await connection
            .Statement(Mark, batchKey, graphKey, facts.Keys.ToArray())
            .RowsAsync(r => EpisodePlace.Read(graphKey, r), cancellationToken);
        if (places.Count > 0)
        {
            await FactReplacement.RunAsync(connection, graphKey, places.ConvertAll(p => (p, facts[p.Episode])), cancellationToken);
            await connection.Statement(Count, batchKey, places.Count).RunAsync(cancellationToken);
        }

        if (taken.Count == Episodes)
        {
            return false;
        }

        await NodeNaming.RunAsync(connection, batchKey, graphKey, cancellationToken);
        return true;
    }
}
