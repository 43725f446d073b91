using Npgsql;
using Orleans.Batch.PostgreSql.Batches;
using Orleans.Batch.PostgreSql.Commits;
using Orleans.Batch.PostgreSql.Embeddings;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Summaries;

namespace Orleans.Batch.PostgreSql.Imports.Undo;

/// <summary>Removes the episodes that some items of a batch became, from all their graphs at once.</summary>
internal static class UndoneEpisodes
{
    /// <summary>
    /// Whether the item i belongs to the import $1: not if a batch outside it retries it, as after the import was canceled.
    /// </summary>
    public const string IsItsOwn =
        """
        NOT EXISTS (SELECT FROM item_retry r WHERE r.episode_uuid = i.episode_uuid
                      AND NOT EXISTS (SELECT FROM batch WHERE batch_key = r.retry_key AND import_key = $1))
        """;

    // Those that failed, or were deleted since, have none.
    private static readonly string Find =
        $"""
        SELECT e.graph_key, e.episode_uuid
        FROM (SELECT * FROM batch_item WHERE batch_key = $2 AND sequence >= $3 AND sequence < $4) i
        {DestinationJoins.ForProbes("i", project: "$5")}
        CROSS JOIN LATERAL (SELECT graph_key, episode_uuid FROM graph_episode
                            WHERE graph_key = {DestinationJoins.GraphKey} AND episode_uuid = i.episode_uuid LIMIT 1) e
        WHERE {IsItsOwn}
        """;

    // Behind the locks: of two deletions of an episode, one finds it.
    private const string Take =
        """
        DELETE FROM graph_episode e USING unnest($1::bigint[], $2::uuid[]) w(graph_key, episode_uuid)
        WHERE e.graph_key = w.graph_key AND e.episode_uuid = w.episode_uuid
        RETURNING e.graph_key, e.episode_uuid, e.number, e.thread_key
        """;

    private const string DeletePayloads = "DELETE FROM episode_data WHERE episode_uuid = ANY($1)";

    private const string WithEmbeddings = "SELECT DISTINCT graph_key FROM embedding_progress WHERE graph_key = ANY($1)";

    /// <summary>Removes them.</summary>
    /// <param name="connection">The transaction.</param>
    /// <param name="importKey">The import.</param>
    /// <param name="project">The key of the project.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="from">The sequence of the first item.</param>
    /// <param name="to">The sequence behind the last item.</param>
    /// <param name="cancellationToken">Cancels the statements.</param>
    public static async ValueTask<UndonePart> RunAsync(
        NpgsqlConnection connection, long importKey, long project, long batch, int from, int to, CancellationToken cancellationToken)
    {
        var found = await connection
            .Statement(Find, importKey, batch, from, to, project)
            .RowsAsync(r => (GraphKey: r.GetInt64(0), Episode: r.GetGuid(1)), cancellationToken);
        if (found.Count == 0)
        {
            return new(0, 0, [], []);
        }

        long[] graphs = [.. found.Select(f => f.GraphKey).Distinct()];
        await GraphRows.LockAsync(connection, graphs, cancellationToken);
        var gone = await connection
            .Statement(Take, found.Select(f => f.GraphKey).ToArray(), found.Select(f => f.Episode).ToArray())
            .RowsAsync(
                r => (GraphKey: r.GetInt64(0), Episode: r.GetGuid(1), Number: r.GetInt64(2), Thread: r.Maybe<long>(3)), cancellationToken);
        await connection.Statement(DeletePayloads, gone.ConvertAll(g => g.Episode).ToArray()).RunAsync(cancellationToken);
        var (assertions, nodes) = await FactRemoval.RunAsync(connection, gone.ConvertAll(g => (g.GraphKey, g.Number)), cancellationToken);
        await AssertionRemoval.ForgetAsync(connection, 2, gone.ConvertAll(g => (g.GraphKey, g.Episode)), cancellationToken);
        foreach (var graph in await connection.Statement(WithEmbeddings, graphs).RowsAsync(r => r.GetInt64(0), cancellationToken))
        {
            await EmbeddingRemoval.RunAsync(
                connection, graph, [.. gone.Where(g => g.GraphKey == graph).Select(g => (g.Episode, g.Number))], cancellationToken);
        }

        await SummaryRemoval.ClearThreadsAsync(
            connection, [.. gone.Where(g => g.Thread is not null).Select(g => (g.GraphKey, g.Thread!.Value)).Distinct()], cancellationToken);
        return new(gone.Count, assertions, nodes, [.. gone.Select(g => g.Number)]);
    }
}

/// <summary>What a step removed.</summary>
/// <param name="Episodes">How many episodes.</param>
/// <param name="Assertions">How many of their assertions.</param>
/// <param name="Nodes">The nodes that they named and that stay.</param>
/// <param name="Numbers">The numbers of the episodes in their graphs.</param>
internal sealed record UndonePart(int Episodes, long Assertions, IReadOnlyList<Guid> Nodes, IReadOnlyList<long> Numbers);
