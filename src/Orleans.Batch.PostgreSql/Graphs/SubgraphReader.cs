using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Reads the surroundings of nodes, one edge further with each round, within limits of nodes and edges.</summary>
internal sealed class SubgraphReader(NpgsqlDataSource source, GraphScope scope, SubgraphQuery query)
{
    private const string NodeLimit = "max_nodes";
    private const string EdgeLimit = "max_edges";

    private const string EdgesOut =
        "SELECT f.*, f.target_node AS neighbor FROM fact f WHERE f.source_node = w.node_uuid AND f.target_node <> f.source_node";

    private const string EdgesIn =
        "SELECT f.*, f.source_node AS neighbor FROM fact f WHERE f.target_node = w.node_uuid AND f.target_node <> f.source_node";

    private readonly List<Guid> _nodes = [];
    private readonly HashSet<Guid> _known = [];
    private readonly HashSet<Guid> _edges = [];
    private string? _truncatedBy;

    /// <summary>Reads the subgraph.</summary>
    public async ValueTask<Subgraph> ReadAsync(CancellationToken cancellationToken)
    {
        var named = await source.ReadNamedAsync(scope, query.Filters, cancellationToken);
        var frontier = await AddSeedsAsync(cancellationToken);
        for (var depth = 0; depth < query.Depth && frontier.Count > 0 && _truncatedBy is null; depth++)
        {
            frontier = await ExpandAsync(frontier, named, cancellationToken);
        }

        var nodes = await source.ReadNodesAsync(scope.Bind(_nodes), cancellationToken);
        var edges = await source.ReadEdgesAsync(scope.Bind(_edges), cancellationToken);

        // What was deleted meanwhile is missing, and with a node its edges.
        var there = nodes.Select(n => n.Uuid).ToHashSet();
        return new Subgraph(
            nodes, [.. edges.Where(e => there.Contains(e.SourceNodeUuid) && there.Contains(e.TargetNodeUuid))], _truncatedBy);
    }

    private async ValueTask<List<Guid>> AddSeedsAsync(CancellationToken cancellationToken)
    {
        var there = await source
            .Statement("SELECT node_uuid FROM node WHERE node_uuid = ANY($1)", scope.Bind(query.Seeds))
            .RowsAsync(r => r.GetGuid(0), cancellationToken);
        foreach (var seed in query.Seeds.Where(there.Contains))
        {
            TryAddNode(seed);
        }

        return [.. _nodes];
    }

    private async ValueTask<List<Guid>> ExpandAsync(List<Guid> frontier, EpisodeFacts? named, CancellationToken cancellationToken)
    {
        // Edges that led here come again from the other side.
        var limit = query.MaxEdges + _edges.Count + 1;
        var found = await EdgesOf(frontier, named, limit)
            .RowsAsync(r => (Edge: r.GetGuid(0), Neighbor: r.GetGuid(1)), cancellationToken);
        var next = new List<Guid>();
        foreach (var (edge, neighbor) in found.Where(f => !_edges.Contains(f.Edge)))
        {
            if (_edges.Count == query.MaxEdges)
            {
                _truncatedBy = EdgeLimit;
                return next;
            }

            var isNew = !_known.Contains(neighbor);
            if (isNew && !TryAddNode(neighbor))
            {
                continue;
            }

            _edges.Add(edge);
            if (isNew)
            {
                next.Add(neighbor);
            }
        }

        _truncatedBy ??= found.Count == limit ? EdgeLimit : null;
        return next;
    }

    private bool TryAddNode(Guid node)
    {
        if (_nodes.Count == query.MaxNodes)
        {
            _truncatedBy = NodeLimit;
            return false;
        }

        if (_known.Add(node))
        {
            _nodes.Add(node);
        }

        return true;
    }

    private NpgsqlCommand EdgesOf(List<Guid> nodes, EpisodeFacts? named, int limit)
    {
        var values = new List<object?> { scope.Bind(nodes), (long)limit };

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
        return source.Statement(
            $"""
            SELECT e.fact_uuid, e.neighbor FROM unnest($1::uuid[]) WITH ORDINALITY w(node_uuid, position)
            CROSS JOIN LATERAL (SELECT f.fact_uuid, f.neighbor FROM ({sides}) f WHERE {edges} LIMIT $2) e
            CROSS JOIN LATERAL (SELECT * FROM node WHERE node_uuid = e.neighbor LIMIT 1) n
            WHERE {labels} ORDER BY w.position, e.fact_uuid LIMIT $2
            """,
            values.ToArray());
    }
}
