using Npgsql;
using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Proposals.Removal;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Summaries;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>
/// Removes the assertions of deleted episodes from a graph whose graph_state row the caller holds. A fact that another episode
/// repeats stays, beginning with the first repeat; facts that the episodes ended stay ended.
/// </summary>
internal static class AssertionRemoval
{
    // $1 and $2 bound the ids of each episode's assertions; the arrays keep the deletions to index probes.
    private const string DeleteRepeats =
        """
        DELETE FROM fact_repeat WHERE fact_uuid = ANY(ARRAY(
            SELECT r.fact_uuid FROM unnest($1::uuid[], $2::uuid[]) w(first, beyond) CROSS JOIN LATERAL (
                SELECT fact_uuid FROM fact_repeat WHERE fact_uuid >= w.first AND fact_uuid < w.beyond ORDER BY fact_uuid LIMIT 100000) r))
        RETURNING source_node, target_node
        """;

    private const string DeleteMentions =
        """
        DELETE FROM mention WHERE mention_uuid = ANY(ARRAY(
            SELECT m.mention_uuid FROM unnest($1::uuid[], $2::uuid[]) w(first, beyond) CROSS JOIN LATERAL (
                SELECT mention_uuid FROM mention WHERE mention_uuid >= w.first AND mention_uuid < w.beyond ORDER BY mention_uuid LIMIT 100000) m))
        RETURNING node_uuid, node_uuid
        """;

    private const string FindFacts =
        """
        SELECT f.fact_uuid FROM unnest($1::uuid[], $2::uuid[]) w(first, beyond) CROSS JOIN LATERAL (
            SELECT fact_uuid FROM fact WHERE fact_uuid >= w.first AND fact_uuid < w.beyond ORDER BY fact_uuid LIMIT 100000) f
        """;

    // After the deletion of the episodes' own repeats, so that the successor belongs to another episode.
    private const string DeleteFacts =
        $"""
        WITH doomed AS MATERIALIZED (SELECT * FROM fact WHERE fact_uuid = ANY($1)),
        heir AS MATERIALIZED (
            SELECT r.*, f.invalid_at, f.end_ord, f.expired_at FROM doomed f CROSS JOIN LATERAL (
                SELECT r.* FROM fact_repeat r WHERE {FactSql.Supports} ORDER BY r.valid_at, r.ord LIMIT 1) r),
        moved AS (DELETE FROM fact_repeat WHERE fact_uuid = ANY(ARRAY(SELECT fact_uuid FROM heir))),
        gone AS (DELETE FROM fact WHERE fact_uuid = ANY($1)),
        begun AS (
            INSERT INTO fact (fact_uuid, source_node, slot, valid_at, ord, target_node, name, value, episode_uuid, created_at,
                invalid_at, end_ord, expired_at)
            SELECT fact_uuid, source_node, slot, valid_at, ord, target_node, name, value, episode_uuid, created_at,
                invalid_at, end_ord, expired_at FROM heir)
        SELECT source_node, target_node, slot FROM doomed
        """;

    // Rows that another fact, repeat or mention refers to stay, and users' nodes, which no item named.
    private const string DeleteNodes =
        """
        DELETE FROM node n WHERE n.node_uuid = ANY($1) AND n.named_at > '-infinity'
        AND NOT EXISTS (SELECT FROM fact WHERE source_node = n.node_uuid)
        AND NOT EXISTS (SELECT FROM fact WHERE target_node = n.node_uuid AND target_node <> source_node)
        AND NOT EXISTS (SELECT FROM fact_repeat WHERE source_node = n.node_uuid)
        AND NOT EXISTS (SELECT FROM fact_repeat WHERE ends AND target_node = n.node_uuid AND target_node <> source_node)
        AND NOT EXISTS (SELECT FROM mention WHERE node_uuid = n.node_uuid)
        RETURNING n.node_uuid
        """;

    // A fact with a new beginning has the text of the old one but another id; others of the slot may also have lost the one
    // that represented them. No effect in a graph that is not in the index.
    private const string IndexSlots =
        $"""
        {SearchIndexStore.AddFacts}
        FROM search_progress p CROSS JOIN unnest($2::uuid[], $3::bigint[]) q(source_node, slot) CROSS JOIN LATERAL (
            SELECT * FROM fact WHERE source_node = q.source_node AND slot = q.slot
            ORDER BY valid_at DESC, ord DESC LIMIT 100) f
        {SearchIndexStore.WithWords}
        WHERE p.graph_key = $1
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Removes the assertions and mentions of some episodes, and the nodes that no other episode names.</summary>
    public static async ValueTask RemoveEpisodesAsync(
        NpgsqlConnection connection, long graphKey, IReadOnlyCollection<long> numbers, CancellationToken cancellationToken)
    {
        var (first, beyond) = AssertionId.Ranges(graphKey, numbers);
        var nodes = new HashSet<Guid>();
        await TakeAsync(connection.Statement(DeleteRepeats, first, beyond), nodes, cancellationToken);
        await TakeAsync(connection.Statement(DeleteMentions, first, beyond), nodes, cancellationToken);
        var facts = await connection.Statement(FindFacts, first, beyond).RowsAsync(r => r.GetGuid(0), cancellationToken);
        await RemoveFactsAsync(connection, graphKey, facts, nodes, cancellationToken);
        await RemoveUnnamedAsync(connection, nodes, cancellationToken);
        await connection.Statement(WrittenDetails.DeleteRanges, first, beyond).RunAsync(cancellationToken);
        await ProposalRemoval.RemoveEpisodesAsync(connection, [.. numbers.Select(n => (graphKey, n))], cancellationToken);
    }

    /// <summary>Removes those of the nodes that no episode names any more; their graphs may be several.</summary>
    /// <returns>Those that were removed.</returns>
    public static async ValueTask<IReadOnlyList<Guid>> RemoveUnnamedAsync(
        NpgsqlConnection connection, IReadOnlyCollection<Guid> nodes, CancellationToken cancellationToken)
    {
        var gone = await connection.Statement(DeleteNodes, nodes.ToArray()).Long().RowsAsync(r => r.GetGuid(0), cancellationToken);
        await ForgetAsync(connection, 1, gone, cancellationToken);
        await connection.Statement(WrittenDetails.Delete, gone.ToArray()).RunAsync(cancellationToken);
        await connection.Statement(AliasRows.Delete, gone.ToArray()).RunAsync(cancellationToken);
        await SummaryRemoval.ClearNodesAsync(connection, nodes, cancellationToken);
        return gone;
    }

    /// <summary>Updates the index after a caller changed the words of a fact.</summary>
    public static async ValueTask IndexAnewAsync(
        NpgsqlConnection connection, long graphKey, Guid fact, Guid source, long slot, CancellationToken cancellationToken)
    {
        await ForgetAsync(connection, 0, [fact], cancellationToken);
        await connection.Statement(IndexSlots, graphKey, new[] { source }, new[] { slot }).RunAsync(cancellationToken);
    }

    /// <summary>Removes facts; those that other episodes repeat begin with their first repeat.</summary>
    private static async ValueTask RemoveFactsAsync(
        NpgsqlConnection connection,
        long graphKey,
        List<Guid> facts,
        HashSet<Guid> nodes,
        CancellationToken cancellationToken)
    {
        if (facts.Count == 0)
        {
            return;
        }

        var rows = await connection.Statement(DeleteFacts, facts.ToArray()).Long()
            .RowsAsync(r => (Source: r.GetGuid(0), Target: r.GetGuid(1), Slot: r.GetInt64(2)), cancellationToken);
        nodes.UnionWith(rows.Select(r => r.Source));
        nodes.UnionWith(rows.Select(r => r.Target));

        await ForgetAsync(connection, 0, facts, cancellationToken);
        var slots = rows.Select(r => (r.Source, r.Slot)).Distinct().ToList();
        await connection
            .Statement(IndexSlots, graphKey, slots.Select(s => s.Source).ToArray(), slots.Select(s => s.Slot).ToArray())
            .RunAsync(cancellationToken);
    }

    /// <summary>Takes facts (kind 0) or nodes (kind 1) out of the search index. Their ids name their graphs.</summary>
    public static ValueTask ForgetAsync(
        NpgsqlConnection connection, short kind, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        ForgetAsync(connection, kind, [.. ids.Select(id => (GraphBoundId.GraphKey(id), id))], cancellationToken);

    /// <summary>Takes documents out of the search index.</summary>
    public static async ValueTask ForgetAsync(
        NpgsqlConnection connection, short kind, IReadOnlyCollection<(long GraphKey, Guid Id)> documents, CancellationToken cancellationToken)
    {
        if (documents.Count > 0)
        {
            await connection
                .Statement(SearchIndexStore.DeleteDocuments, documents.Select(d => d.GraphKey).ToArray(), documents.Select(d => d.Id).ToArray(), kind)
                .RunAsync(cancellationToken);
        }
    }

    private static async ValueTask TakeAsync(NpgsqlCommand delete, HashSet<Guid> nodes, CancellationToken cancellationToken)
    {
        var rows = await delete.Long().RowsAsync(r => (Source: r.GetGuid(0), Target: r.GetGuid(1)), cancellationToken);
        foreach (var (source, target) in rows)
        {
            nodes.Add(source);
            nodes.Add(target);
        }
    }
}
