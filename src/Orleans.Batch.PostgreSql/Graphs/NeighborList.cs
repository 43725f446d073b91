using System.Globalization;
using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Reads a page of the nodes one edge away from a node.</summary>
internal sealed class NeighborList(NpgsqlDataSource source, GraphScope scope, Guid nodeUuid, NeighborQuery query)
{
    private const string EdgesOut =
        "SELECT f.*, f.target_node AS neighbor FROM fact f WHERE f.source_node = $1 AND f.target_node <> f.source_node";

    private const string EdgesIn =
        "SELECT f.*, f.source_node AS neighbor FROM fact f WHERE f.target_node = $1 AND f.target_node <> f.source_node";

    /// <summary>Reads the page.</summary>
    public async ValueTask<NeighborPage> ReadAsync(CancellationToken cancellationToken)
    {
        var named = await source.ReadNamedAsync(scope, query.Filters, cancellationToken);
        var byUuid = query.Order == GraphListOrder.Uuid;
        var found = await NeighborsAfterCursor(named, byUuid).RowsAsync(
            r => (At: new GraphPosition(byUuid ? 0 : r.Instant(1).UtcTicks, r.GetGuid(0)), Facts: r.GetFieldValue<Guid[]>(2)),
            cancellationToken);
        var more = found.Count > query.Limit;
        found = [.. found.Take(query.Limit)];
        var edges = await source.ReadEdgesAsync(scope.Bind(found.SelectMany(n => n.Facts)), cancellationToken);
        var nodes = await source.ReadNodesAsync(scope.Bind(found.Select(n => n.At.Uuid)), cancellationToken);
        return new NeighborPage(
            [.. nodes.Select(n => new NodeNeighbor(
                n, [.. edges.Where(e => (e.SourceNodeUuid == nodeUuid ? e.TargetNodeUuid : e.SourceNodeUuid) == n.Uuid)]))],
            more ? found[^1].At.ToCursor(query.Order, query.Descending) : null);
    }

    private NpgsqlCommand NeighborsAfterCursor(EpisodeFacts? named, bool byUuid)
    {
        var values = new List<object?> { nodeUuid, query.Limit + 1L };
        var (direction, sign) = query.Descending ? ("DESC", "<") : ("ASC", ">");
        var after = After(byUuid, sign, values);

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
        return source.Statement(sql, values.ToArray());
    }

    private string After(bool byUuid, string sign, List<object?> values)
    {
        if (query.Cursor is not { } cursor)
        {
            return "";
        }

        var from = GraphPosition.FromCursor(cursor, query.Order, query.Descending);
        values.Add(from.Uuid);
        if (byUuid)
        {
            return $"AND n.node_uuid {sign} $3";
        }

        values.Add(from.Moment);
        return $"AND (n.created_at, n.node_uuid) {sign} ($4, $3)";
    }
}
