namespace Orleans.Batch.Gateway.Graphs;

/// <summary>
/// The body of a list of neighbors; no body means the first page. The direction of the edges has the name that other
/// lists use for the direction of the order.
/// </summary>
internal static class NeighborListBody
{
    public static BodyTable<NeighborQuery> Table { get; } = new BodyTable<NeighborQuery>("NeighborListRequest", "Which neighbors to list.")
        .Count(
            "limit",
            "How many at most; above 50 it counts as 50. Default 50.",
            static (ref q, v) => q = q with { Limit = Math.Min(v ?? q.Limit, Limits.NeighborsPerPage) })
        .Cursor(static (ref q, v) => q = q with { Cursor = v })
        .Word<EdgeDirection>(
            "direction", "The direction of the edges, seen from the node. Default both.", static (ref q, v) => q = q with { Direction = v ?? q.Direction })
        .Descending("direction_sort", static (ref q, v) => q = q with { Descending = v })
        .Word<GraphListOrder>("order_by", "uuid or created_at. Default uuid.", static (ref q, v) => q = q with { Order = v ?? q.Order })
        .Filters("filters", "Conditions on the edges; node labels are those of the neighbors.", static (ref q, v) => q = q with { Filters = v });

    public static NeighborQuery Parse(ReadOnlySpan<byte> body) => Table.ParseOptional(body, new NeighborQuery());
}
