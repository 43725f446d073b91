namespace Orleans.Batch.Gateway.Graphs;

/// <summary>The body that copies a graph.</summary>
internal static class CloneBody
{
    public static BodyTable<Draft> Table { get; } = new BodyTable<Draft>("CloneGraphRequest", "A graph to copy, and the graph or user to create.")
        .RawText("source_graph_id", Limits.IdLength, "The graph to copy.", static (ref c, v) => c.Source = c.Source with { GraphId = v })
        .RawText("source_user_id", Limits.IdLength, "The user whose graph to copy; one of the two.", static (ref c, v) => c.Source = c.Source with { UserId = v })
        .RawText("target_graph_id", Limits.IdLength, "The graph to create.", static (ref c, v) => c.Target = c.Target with { GraphId = v })
        .RawText("target_user_id", Limits.IdLength, "The user to create; one of the two.", static (ref c, v) => c.Target = c.Target with { UserId = v })
        .Check(static (ref cursor, ref c, in _) =>
        {
            RequireOne(ref cursor, c.Source, "source");
            RequireOne(ref cursor, c.Target, "target");
        });

    public static (GraphTarget Source, GraphTarget Target) Parse(ReadOnlySpan<byte> body)
    {
        var draft = Table.Parse(body, default);
        return (draft.Source, draft.Target);
    }

    private static void RequireOne(ref JsonCursor cursor, GraphTarget target, string end)
    {
        if (target.GraphId is null == target.UserId is null)
        {
            var code = target.GraphId is null ? ErrorCodes.Required : ErrorCodes.Contradiction;
            cursor.Add($"{end}_graph_id", code, $"send {end}_graph_id or {end}_user_id, one of the two");
        }

        TextRules.CheckId(target.GraphId, null, $"{end}_graph_id", cursor.Problems);
        TextRules.CheckId(target.UserId, null, $"{end}_user_id", cursor.Problems);
    }

    internal struct Draft
    {
        public GraphTarget Source;
        public GraphTarget Target;
    }
}
