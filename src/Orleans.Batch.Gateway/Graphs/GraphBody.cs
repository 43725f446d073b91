namespace Orleans.Batch.Gateway;

/// <summary>Reads the bodies of graph calls.</summary>
internal static class GraphBody
{
    /// <summary>A graph to create: <c>graph_id</c> is required.</summary>
    public static (string GraphId, GraphFields Fields) ParseNew(ReadOnlySpan<byte> body, UnknownFields? unknown = null) =>
        JsonBody.Parse(body, ParseNewRoot, unknown);

    /// <summary>Fields to change; those absent or null stay as they are.</summary>
    public static GraphFields ParseChange(ReadOnlySpan<byte> body) => JsonBody.Parse(body, ParseChangeRoot);

    private static (string, GraphFields) ParseNewRoot(ref JsonCursor cursor)
    {
        var fields = ParseRoot(ref cursor, out var graphId);
        cursor.RequireId("graph_id", graphId);
        return (graphId!, fields);
    }

    private static GraphFields ParseChangeRoot(ref JsonCursor cursor) => ParseRoot(ref cursor, out _);

    private static GraphFields ParseRoot(ref JsonCursor cursor, out string? graphId)
    {
        graphId = null;
        var fields = new GraphFields();
        if (!cursor.EnterObject(null, "the body"))
        {
            return fields;
        }

        var keys = cursor.NewGuard();
        while (cursor.NextField(ref keys, out var name))
        {
            if (name.SequenceEqual("graph_id"u8))
            {
                graphId = cursor.Text("graph_id", Limits.IdLength);
            }
            else if (name.SequenceEqual("name"u8))
            {
                fields = fields with { Name = cursor.ShortText("name", Limits.NameLength) };
            }
            else if (name.SequenceEqual("description"u8))
            {
                fields = fields with { Description = cursor.ShortText("description", Limits.DescriptionLength) };
            }
            else if (name.SequenceEqual("time_zone"u8))
            {
                fields = fields with { TimeZone = cursor.ShortText("time_zone", Limits.TimeZoneLength) };
            }
            else
            {
                cursor.SkipUnknown(name);
            }
        }

        return fields;
    }
}
