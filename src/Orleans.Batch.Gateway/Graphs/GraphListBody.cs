namespace Orleans.Batch.Gateway;

/// <summary>Reads the body of a list of nodes, edges or neighbors; no body means the first page.</summary>
internal static class GraphListBody
{
    private const int MaxCursor = 1_000;
    private enum Sort
    {
        Asc,
        Desc,
    }

    public static GraphListQuery Parse(ReadOnlySpan<byte> body) =>
        IsEmpty(body) ? new GraphListQuery() : JsonBody.Parse(body, ParseList);

    public static NeighborQuery ParseNeighbors(ReadOnlySpan<byte> body) =>
        IsEmpty(body) ? new NeighborQuery() : JsonBody.Parse(body, ParseNeighborList);

    private static bool IsEmpty(ReadOnlySpan<byte> body) => body.IndexOfAnyExcept(" \t\r\n"u8) < 0;

    private static GraphListQuery ParseList(ref JsonCursor cursor)
    {
        var query = new GraphListQuery();
        if (!cursor.EnterObject(null, "the body"))
        {
            return query;
        }

        var keys = cursor.NewGuard();
        while (cursor.NextField(ref keys, out var name))
        {
            if (name.SequenceEqual("limit"u8))
            {
                query = query with { Limit = cursor.Positive("limit") ?? query.Limit };
            }
            else if (name.SequenceEqual("cursor"u8))
            {
                query = query with { Cursor = CursorText(ref cursor) };
            }
            else if (name.SequenceEqual("uuid_cursor"u8))
            {
                query = query with { UuidCursor = UuidCursor(ref cursor) };
            }
            else if (name.SequenceEqual("order_by"u8))
            {
                query = query with { Order = cursor.Word<GraphListOrder>("order_by") ?? query.Order };
            }
            else if (name.SequenceEqual("direction"u8))
            {
                query = query with { Descending = cursor.Word<Sort>("direction") is not Sort.Asc };
            }
            else if (name.SequenceEqual("filters"u8))
            {
                query = query with { Filters = SearchFiltersBody.Parse(ref cursor, "filters") };
            }
            else
            {
                cursor.SkipUnknown(name);
            }
        }

        return query;
    }

    // For neighbors, the direction of the edges has the field name that other lists use for the direction of the order.
    private static NeighborQuery ParseNeighborList(ref JsonCursor cursor)
    {
        var query = new NeighborQuery();
        if (!cursor.EnterObject(null, "the body"))
        {
            return query;
        }

        var keys = cursor.NewGuard();
        while (cursor.NextField(ref keys, out var name))
        {
            if (name.SequenceEqual("limit"u8))
            {
                query = query with { Limit = cursor.Positive("limit") is { } limit ? Math.Min(limit, Limits.NeighborsPerPage) : query.Limit };
            }
            else if (name.SequenceEqual("cursor"u8))
            {
                query = query with { Cursor = CursorText(ref cursor) };
            }
            else if (name.SequenceEqual("order_by"u8))
            {
                query = query with { Order = cursor.Word<GraphListOrder>("order_by") ?? query.Order };
            }
            else if (name.SequenceEqual("direction"u8))
            {
                query = query with { Direction = cursor.Word<EdgeDirection>("direction") ?? query.Direction };
            }
            else if (name.SequenceEqual("direction_sort"u8))
            {
                query = query with { Descending = cursor.Word<Sort>("direction_sort") is not Sort.Asc };
            }
            else if (name.SequenceEqual("filters"u8))
            {
                query = query with { Filters = SearchFiltersBody.Parse(ref cursor, "filters") };
            }
            else
            {
                cursor.SkipUnknown(name);
            }
        }

        return query;
    }

    private static string? CursorText(ref JsonCursor cursor) =>
        cursor.ShortText("cursor", MaxCursor) is { Length: > 0 } text ? text : null;

    // An empty cursor counts as absent: callers send it for the first page.
    private static Guid? UuidCursor(ref JsonCursor cursor) =>
        cursor.Text("uuid_cursor", MaxCursor) is not { Length: > 0 } text ? null
        : Guid.TryParseExact(text, "D", out var uuid) ? uuid
        : Refuse(ref cursor);

    private static Guid? Refuse(ref JsonCursor cursor)
    {
        cursor.Add("uuid_cursor", ErrorCodes.InvalidId, "uuid_cursor must be the uuid of the last one of the page before");
        return null;
    }
}
