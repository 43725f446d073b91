namespace Orleans.Batch.Graphs;

/// <summary>The rules for a list of nodes, edges or neighbors.</summary>
public static class GraphListRules
{
    internal static GraphListQuery BoundNodes(GraphListQuery query)
    {
        var problems = new ProblemList();
        var bounded = Bound(query, problems);
        SearchFilterRules.RefuseEndsOfEdges(query.Filters, problems);
        FieldRules.Refuse(problems);
        return bounded;
    }

    internal static GraphListQuery BoundEdges(GraphListQuery query)
    {
        var problems = new ProblemList();
        var bounded = Bound(query, problems);
        if (query.Order == GraphListOrder.Degree)
        {
            problems.Add(null, "order_by", ErrorCodes.UnknownValue, "edges have no degree: order_by must be uuid, created_at or valid_at");
        }

        FieldRules.Refuse(problems);
        return bounded;
    }

    internal static NeighborQuery Bound(NeighborQuery query)
    {
        var problems = new ProblemList();
        var bounded = query with { Limit = QueryRules.Clamp(query.Limit, Limits.NeighborsPerPage, "limit", problems) };
        if (query.Order is not (GraphListOrder.Uuid or GraphListOrder.CreatedAt))
        {
            problems.Add(null, "order_by", ErrorCodes.UnknownValue, "neighbors are ordered by uuid or created_at");
        }

        SearchFilterRules.Check(query.Filters, problems);
        FieldRules.Refuse(problems);
        return bounded;
    }

    private static GraphListQuery Bound(GraphListQuery query, ProblemList problems)
    {
        SearchFilterRules.Check(query.Filters, problems);
        if (query.Cursor is not null && query.UuidCursor is not null)
        {
            problems.Add(null, "uuid_cursor", ErrorCodes.Contradiction, "give cursor or uuid_cursor, not both");
        }

        return query with { Limit = QueryRules.Clamp(query.Limit, Limits.PerPage, "limit", problems) };
    }
}
