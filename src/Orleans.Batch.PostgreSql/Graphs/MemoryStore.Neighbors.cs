using System.Globalization;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

public sealed partial class MemoryStore
{
    private const string EdgesOut =
        "SELECT f.*, f.target_node AS neighbor FROM fact f WHERE f.source_node = $1 AND f.target_node <> f.source_node";

    private const string EdgesIn =
        "SELECT f.*, f.source_node AS neighbor FROM fact f WHERE f.target_node = $1 AND f.target_node <> f.source_node";

    /// <inheritdoc/>
    public ValueTask<NeighborPage?> FindNeighborsAsync(
        ProjectId project, Guid nodeUuid, NeighborQuery query, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            if (await FindScopeOfNodeAsync(project, nodeUuid, cancellationToken) is not { } scope)
            {
                return null;
            }

            var named = await NamedAsync(scope, query.Filters, cancellationToken);
            var found = await NeighborsAfterAsync(scope, nodeUuid, query, named, cancellationToken);
            var more = found.Count > query.Limit;
            found = [.. found.Take(query.Limit)];
            var edges = await ReadEdgesAsync(scope.Bind(found.SelectMany(n => n.Facts)), cancellationToken);
            var nodes = await ReadNodesAsync(scope.Bind(found.Select(n => n.At.Uuid)), cancellationToken);
            return new NeighborPage(
                [.. nodes.Select(n => new NodeNeighbor(
                    n, [.. edges.Where(e => (e.SourceNodeUuid == nodeUuid ? e.TargetNodeUuid : e.SourceNodeUuid) == n.Uuid)]))],
                more ? found[^1].At.ToCursor(query.Order, query.Descending) : null);
        });

    private async ValueTask<List<(GraphPosition At, Guid[] Facts)>> NeighborsAfterAsync(
        GraphScope scope, Guid nodeUuid, NeighborQuery query, EpisodeFacts? named, CancellationToken cancellationToken)
    {
        var values = new List<object?> { nodeUuid, query.Limit + 1L };
        var (direction, sign) = query.Descending ? ("DESC", "<") : ("ASC", ">");
        var byUuid = query.Order == GraphListOrder.Uuid;
        var after = "";
        if (query.Cursor is { } cursor)
        {
            var from = GraphPosition.FromCursor(cursor, query.Order, query.Descending);
            values.Add(from.Uuid);
            if (!byUuid)
            {
                values.Add(from.Moment);
            }

            after = byUuid ? $"AND n.node_uuid {sign} $3" : $"AND (n.created_at, n.node_uuid) {sign} ($4, $3)";
        }

        // Node labels select the neighbors; on the edges they would also apply to the node where an edge begins.
        var filters = query.Filters ?? new SearchFilters();
        var edges = new SearchCondition(scope, filters with { NodeLabels = [], ExcludeNodeLabels = [] }, named, values).OfEdge();
        var labels = new SearchCondition(scope, filters, null, values).OfLabels();
        var sides = query.Direction switch
        {
            EdgeDirection.Out => EdgesOut,
            EdgeDirection.In => EdgesIn,
            _ => $"{EdgesOut} UNION ALL {EdgesIn}",
        };
        var order = byUuid ? $"n.node_uuid {direction}" : $"n.created_at {direction}, n.node_uuid {direction}";
        var sql = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            SELECT n.node_uuid, n.created_at, w.facts[1:{EntityEdge.MaxEpisodes}] FROM (
                SELECT neighbor, array_agg(fact_uuid ORDER BY fact_uuid) AS facts FROM ({sides}) f WHERE {edges} GROUP BY neighbor) w
            CROSS JOIN LATERAL (SELECT * FROM node WHERE node_uuid = w.neighbor LIMIT 1) n
            WHERE {labels} {after} ORDER BY {order} LIMIT $2
            """);
        return await database.Requests.Statement(sql, values.ToArray()).RowsAsync(
            r => (new GraphPosition(byUuid ? 0 : r.Instant(1).UtcTicks, r.GetGuid(0)), r.GetFieldValue<Guid[]>(2)),
            cancellationToken);
    }
}
