using Orleans.Batch.Facts;
using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>The nodes of graphs.</summary>
internal sealed class NodeStore(Database database) : INodeStore
{
    private const string SelectNodeUuid = "SELECT node_uuid FROM node WHERE node_uuid = $1";

    private const string FactsOfNode =
        """
        SELECT fact_uuid FROM (
            (SELECT fact_uuid FROM fact WHERE source_node = $1 LIMIT $2)
            UNION ALL
            (SELECT fact_uuid FROM fact WHERE target_node = $1 AND target_node <> source_node LIMIT $2)) f
        ORDER BY fact_uuid DESC LIMIT $2
        """;

    private const string EpisodesOfNode =
        $"SELECT assertion, episode_uuid FROM (SELECT $1::uuid AS node_uuid) n CROSS JOIN LATERAL ({FactSql.NodeAssertions}) a";

    /// <inheritdoc/>
    public ValueTask<NodePage?> FindNodesAsync(
        ProjectId project, GraphTarget target, GraphListQuery query, CancellationToken cancellationToken) =>
        database.ReadGraphAsync<NodePage>(
            project,
            target,
            async scope =>
            {
                var list = new FactList(database.Requests, FactListKind.Nodes, scope, query);
                var (found, next) = await list.ReadAsync(cancellationToken);
                var nodes = await database.Requests.ReadNodesAsync(scope.Bind(found.Select(p => p.Uuid)), cancellationToken);
                if (query.Order == GraphListOrder.Degree)
                {
                    var degrees = found.ToDictionary(p => p.Uuid, p => (int)p.Key);
                    nodes = nodes.ConvertAll(n => n with { Degree = degrees[n.Uuid] });
                }

                return new NodePage(nodes, next?.ToCursor(query.Order, query.Descending));
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<EntityNode?> FindNodeAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        database.ReadGraphOfAsync(
            project,
            nodeUuid,
            async scope => (await database.Requests.ReadNodesAsync(scope.Bind([nodeUuid]), cancellationToken)).FirstOrDefault(),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<EntityNode?> FindUserNodeAsync(
        ProjectId project, string userId, CancellationToken cancellationToken) =>
        database.ReadGraphAsync(
            project,
            GraphTarget.ForUser(userId),
            async scope => (await database.Requests.ReadNodesAsync(
                scope.Bind([NodeId.OfUser(scope.Key)]), cancellationToken)).FirstOrDefault(),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<NodeEdges?> FindNodeEdgesAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        ReadNodeAsync<NodeEdges>(
            project,
            nodeUuid,
            async scope =>
            {
                var facts = await database.Requests
                    .Statement(FactsOfNode, nodeUuid, FactSql.RelatedLimit + 1L).RowsAsync(r => r.GetGuid(0), cancellationToken);
                var edges = await database.Requests.ReadEdgesAsync(scope.Bind(facts.Take(FactSql.RelatedLimit)), cancellationToken);
                return new NodeEdges(edges, facts.Count > FactSql.RelatedLimit);
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<NodeEpisodes?> FindNodeEpisodesAsync(
        ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        database.ReadGraphOfAsync<NodeEpisodes>(
            project,
            nodeUuid,
            async scope =>
            {
                var nodes = await database.Requests.ReadNodesAsync(scope.Bind([nodeUuid]), cancellationToken);
                if (nodes is not [var node])
                {
                    return null;
                }

                // The node's own list is empty if there are too many; here the newest of them are returned then.
                var uuids = node.EpisodesTruncated ? await FindLastEpisodesAsync(nodeUuid, cancellationToken) : node.Episodes;
                var found = await database.Requests.ReadEpisodesAsync(scope, uuids, cancellationToken);
                return new NodeEpisodes(found, node.EpisodesTruncated);
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<NeighborPage?> FindNeighborsAsync(
        ProjectId project, Guid nodeUuid, NeighborQuery query, CancellationToken cancellationToken) =>
        ReadNodeAsync<NeighborPage>(
            project,
            nodeUuid,
            async scope => await new NeighborList(database.Requests, scope, nodeUuid, query).ReadAsync(cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> DeleteNodeAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        database.ChangeGraphAsync(
            connection => connection.FindGraphOfAsync(project, nodeUuid, cancellationToken),
            (connection, scope) => NodeDeletion.DeleteAsync(connection, scope, nodeUuid, cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<NodeAlias>?> FindAliasesAsync(
        ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        ReadNodeAsync<IReadOnlyList<NodeAlias>>(
            project, nodeUuid, async _ => await AliasRows.ListAsync(database.Requests, nodeUuid, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> RejectAliasAsync(
        ProjectId project, Guid nodeUuid, Guid aliasUuid, CancellationToken cancellationToken) =>
        database.ChangeGraphAsync(
            connection => connection.FindGraphOfAsync(project, nodeUuid, cancellationToken),
            (connection, _) => AliasRows.RejectAsync(connection, nodeUuid, aliasUuid, cancellationToken),
            cancellationToken);

    // Also null if the graph has no such node.
    private ValueTask<T?> ReadNodeAsync<T>(
        ProjectId project, Guid nodeUuid, Func<GraphScope, ValueTask<T?>> read, CancellationToken cancellationToken)
        where T : class => database.ReadGraphOfAsync(
            project,
            nodeUuid,
            async scope => await database.Requests.Statement(SelectNodeUuid, nodeUuid).RowAsync(r => true, cancellationToken)
                ? await read(scope)
                : null,
            cancellationToken);

    private async ValueTask<List<Guid>> FindLastEpisodesAsync(Guid nodeUuid, CancellationToken cancellationToken)
    {
        var rows = await database.Requests
            .Statement(EpisodesOfNode, nodeUuid)
            .RowsAsync(r => (Assertion: r.GetGuid(0), Episode: r.GetGuid(1)), cancellationToken);
        return [.. rows
            .OrderByDescending(r => AssertionId.Number(r.Assertion))
            .Select(r => r.Episode)
            .Distinct()
            .Take(EntityNode.MaxEpisodes)];
    }
}
