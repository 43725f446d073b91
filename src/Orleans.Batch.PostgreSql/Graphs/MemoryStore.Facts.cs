using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

public sealed partial class MemoryStore
{
    /// <summary>How many edges or nodes of one node or episode are listed at most.</summary>
    internal const int RelatedLimit = 1_000;

    private const string OwnsGraph = "SELECT true FROM graph WHERE graph_key = $1 AND project_key = $2";

    private const string SelectNodeUuid = "SELECT node_uuid FROM node WHERE node_uuid = $1";

    // A repeat represents the fact it supports, an end the fact it ended.
    private const string ResolveFact =
        """
        SELECT fact_uuid FROM fact WHERE fact_uuid = $1
        UNION ALL
        SELECT f.fact_uuid FROM fact_repeat r CROSS JOIN LATERAL (
            SELECT fact_uuid FROM fact
            WHERE source_node = r.source_node AND slot = r.slot AND (valid_at, ord) < (r.valid_at, r.ord)
            ORDER BY valid_at DESC, ord DESC LIMIT 1) f
        WHERE r.fact_uuid = $1
        """;

    private const string FactsOfNode =
        """
        SELECT fact_uuid FROM (
            (SELECT fact_uuid FROM fact WHERE source_node = $1 LIMIT $2)
            UNION ALL
            (SELECT fact_uuid FROM fact WHERE target_node = $1 AND target_node <> source_node LIMIT $2)) f
        ORDER BY fact_uuid DESC LIMIT $2
        """;

    // $1 and $2 bound the ids of the episode's assertions.
    private const string FactsOfEpisode =
        $"""
        SELECT fact_uuid, source_node, target_node FROM (
            SELECT fact_uuid, source_node, target_node FROM fact WHERE fact_uuid >= $1 AND fact_uuid < $2
            ORDER BY fact_uuid LIMIT $3) own
        UNION ALL
        SELECT f.fact_uuid, r.source_node, r.target_node FROM (
            SELECT * FROM fact_repeat WHERE fact_uuid >= $1 AND fact_uuid < $2 ORDER BY fact_uuid LIMIT $3) r
        LEFT JOIN LATERAL (
            SELECT f.fact_uuid FROM fact f WHERE {FactSql.Supports} ORDER BY f.valid_at DESC, f.ord DESC LIMIT 1) f ON true
        UNION ALL
        SELECT NULL, node_uuid, node_uuid FROM (
            SELECT node_uuid FROM mention WHERE mention_uuid >= $1 AND mention_uuid < $2 ORDER BY mention_uuid LIMIT $3) m
        """;

    // The project's items of that document that are in the graph.
    private const string DocumentPositions =
        """
        SELECT e.* FROM (SELECT episode_uuid FROM episode_data WHERE project_key = $2 AND document_id = $3) d
        CROSS JOIN LATERAL (
            SELECT * FROM graph_episode WHERE graph_key = $1 AND episode_uuid = d.episode_uuid LIMIT 1) e
        ORDER BY e.reference_time, e.number LIMIT $4
        """;

    /// <inheritdoc/>
    public ValueTask<EntityNode?> FindNamedAsync(
        ProjectId project, string userId, IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var graphKey = await FindGraphKeyAsync(project, GraphTarget.ForUser(userId), cancellationToken);
            return graphKey is { } key
                ? (await ReadNodesAsync(GraphScope.FromKey(key).Bind(names.Select(n => NodeId.FromName(key, n))), cancellationToken)).FirstOrDefault()
                : null;
        });

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Episode>?> FindDocumentAsync(
        ProjectId project, GraphTarget target, string documentId, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () => await FindGraphKeyAsync(project, target, cancellationToken) is { } graphKey
            ? (IReadOnlyList<Episode>?)await database.Requests
                .Statement(
                    EpisodesAt(DocumentPositions) + " ORDER BY e.reference_time, e.number",
                    graphKey, project.Value, documentId, (long)RelatedLimit)
                .RowsAsync(ReadEpisode, cancellationToken)
            : null);

    /// <inheritdoc/>
    public ValueTask<EntityNode?> FindNodeAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () => await FindScopeAsync(project, nodeUuid, cancellationToken) is { } scope
            ? (await ReadNodesAsync(scope.Bind([nodeUuid]), cancellationToken)).FirstOrDefault()
            : null);

    /// <inheritdoc/>
    public ValueTask<EntityEdge?> FindEdgeAsync(ProjectId project, Guid edgeUuid, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            if (await FindScopeAsync(project, edgeUuid, cancellationToken) is not { } scope)
            {
                return null;
            }

            var facts = await database.Requests
                .Statement(ResolveFact, edgeUuid).RowsAsync(r => r.GetGuid(0), cancellationToken);
            return (await ReadEdgesAsync(scope.Bind(facts.Take(1)), cancellationToken)).FirstOrDefault();
        });

    /// <inheritdoc/>
    public ValueTask<NodeEdges?> FindNodeEdgesAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            if (await FindScopeOfNodeAsync(project, nodeUuid, cancellationToken) is not { } scope)
            {
                return null;
            }

            var facts = await database.Requests
                .Statement(FactsOfNode, nodeUuid, RelatedLimit + 1L).RowsAsync(r => r.GetGuid(0), cancellationToken);
            var edges = await ReadEdgesAsync(scope.Bind(facts.Take(RelatedLimit)), cancellationToken);
            return new NodeEdges(edges, facts.Count > RelatedLimit);
        });

    /// <inheritdoc/>
    public ValueTask<NodeEpisodes?> FindNodeEpisodesAsync(
        ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            if (await FindScopeAsync(project, nodeUuid, cancellationToken) is not { } scope
                || (await ReadNodesAsync(scope.Bind([nodeUuid]), cancellationToken)).FirstOrDefault() is not { } node)
            {
                return null;
            }

            // The node's own list is empty if there are too many; here the newest of them are returned then.
            var uuids = node.EpisodesTruncated
                ? await LastEpisodesOfAsync(nodeUuid, cancellationToken)
                : node.Episodes;
            var found = await ReadEpisodesAsync(scope.Key, uuids, cancellationToken);
            return new NodeEpisodes(found, node.EpisodesTruncated);
        });

    /// <inheritdoc/>
    public ValueTask<EpisodeMentions?> FindMentionsAsync(
        ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            if (await FindPlaceAsync(project, episodeUuid, cancellationToken) is not { } place)
            {
                return null;
            }

            var scope = GraphScope.FromKey(place.GraphKey);
            var named = await FactsOfAsync(scope, place.Number is { } number ? [number] : [], cancellationToken);
            return new EpisodeMentions(
                await ReadNodesAsync(scope.Bind(named.Nodes.Values.Take(RelatedLimit)), cancellationToken),
                await ReadEdgesAsync(scope.Bind(named.Facts.Values.Take(RelatedLimit)), cancellationToken),
                named.Truncated || named.Nodes.Values.Length > RelatedLimit || named.Facts.Values.Length > RelatedLimit);
        });

    private async ValueTask<EpisodeFacts> FactsOfAsync(
        GraphScope scope, IReadOnlyList<long> numbers, CancellationToken cancellationToken)
    {
        var facts = new HashSet<Guid>();
        var nodes = new HashSet<Guid>();
        var truncated = false;
        foreach (var number in numbers)
        {
            var rows = await database.Requests
                .Statement(
                    FactsOfEpisode, AssertionId.Create(scope.Key, number, 0), AssertionId.Create(scope.Key, number + 1, 0),
                    RelatedLimit + 1L)
                .RowsAsync(r => (Fact: r.Maybe<Guid>(0), Source: r.GetGuid(1), Target: r.GetGuid(2)), cancellationToken);
            truncated |= rows.Count > RelatedLimit;
            facts.UnionWith(rows.Where(r => r.Fact is not null).Select(r => r.Fact!.Value));
            nodes.UnionWith(rows.Select(r => r.Source));
            nodes.UnionWith(rows.Select(r => r.Target));
        }

        return new EpisodeFacts(scope.Bind(facts), scope.Bind(nodes), truncated);
    }

    private async ValueTask<GraphScope?> FindScopeOfNodeAsync(
        ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        await FindScopeAsync(project, nodeUuid, cancellationToken) is { } scope
        && await database.Requests.Statement(SelectNodeUuid, nodeUuid).RowAsync(r => true, cancellationToken)
            ? scope
            : null;

    // Any UUID contains a graph key. The check that the graph belongs to the project keeps projects apart.
    private async ValueTask<GraphScope?> FindScopeAsync(ProjectId project, Guid id, CancellationToken cancellationToken) =>
        await database.Requests
            .Statement(OwnsGraph, GraphBoundId.GraphKey(id), project.Value)
            .RowAsync(r => r.GetBoolean(0), cancellationToken)
            ? GraphScope.FromKey(GraphBoundId.GraphKey(id))
            : null;

    private ValueTask<List<EntityEdge>> ReadEdgesAsync(GraphIds ids, CancellationToken cancellationToken) =>
        database.Requests.Statement(FactSql.Edges, ids).RowsAsync(FactRows.ReadEdge, cancellationToken);

    private ValueTask<List<EntityNode>> ReadNodesAsync(GraphIds ids, CancellationToken cancellationToken) =>
        database.Requests.Statement(FactSql.Nodes, ids).RowsAsync(FactRows.ReadNode, cancellationToken);

    private async ValueTask<List<Guid>> LastEpisodesOfAsync(Guid nodeUuid, CancellationToken cancellationToken)
    {
        var rows = await database.Requests
            .Statement($"SELECT assertion, episode_uuid FROM (SELECT $1::uuid AS node_uuid) n CROSS JOIN LATERAL ({FactSql.NodeAssertions}) a", nodeUuid)
            .RowsAsync(r => (Assertion: r.GetGuid(0), Episode: r.GetGuid(1)), cancellationToken);
        return [.. rows
            .OrderByDescending(r => AssertionId.Number(r.Assertion))
            .Select(r => r.Episode)
            .Distinct()
            .Take(EntityNode.MaxEpisodes)];
    }
}
