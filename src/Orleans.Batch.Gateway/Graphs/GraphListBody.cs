namespace Orleans.Batch.Gateway.Graphs;

/// <summary>The body of a list of nodes or edges; no body means the first page.</summary>
internal static class GraphListBody
{
    public static BodyTable<GraphListQuery> Table { get; } = new BodyTable<GraphListQuery>("GraphListRequest", "Which nodes or edges to list.")
        .Count("limit", "How many at most; above 1,000 it counts as 1,000. Default 100.", static (ref q, v) => q = q with { Limit = v ?? q.Limit })
        .Cursor(static (ref q, v) => q = q with { Cursor = v })
        .Value(
            "uuid_cursor",
            "Instead of a cursor: the uuid of the last entry of the previous page.",
            ValueSchema.Uuid,
            ReadUuidCursor,
            static (ref q, v) => q = q with { UuidCursor = v }).Deprecated()
        .Word<GraphListOrder>("order_by", "Default uuid. Only nodes have a degree.", static (ref q, v) => q = q with { Order = v ?? q.Order })
        .Descending("direction", static (ref q, v) => q = q with { Descending = v })
        .Filters("filters", "A filter; every condition must hold.", static (ref q, v) => q = q with { Filters = v });

    public static GraphListQuery Parse(ReadOnlySpan<byte> body) => Table.ParseOptional(body, new GraphListQuery());

    // An empty cursor counts as absent: callers send it for the first page.
    private static Guid? ReadUuidCursor(ref JsonCursor cursor, string field)
    {
        if (cursor.Text(field, Limits.CursorLength) is not { Length: > 0 } text)
        {
            return null;
        }

        if (Guid.TryParseExact(text, "D", out var uuid))
        {
            return uuid;
        }

        cursor.Add(field, ErrorCodes.InvalidId, $"{field} must be the uuid of the last one of the page before");
        return null;
    }
}
