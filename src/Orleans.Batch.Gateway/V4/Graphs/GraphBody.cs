namespace Orleans.Batch.Gateway.V4.Graphs;

/// <summary>The body that creates or changes a graph.</summary>
internal static class GraphBody
{
    /// <summary>A graph to create.</summary>
    public static BodyTable<GraphFields> Table { get; } = Fields("CreateGraphRequest", "A graph to create.");

    /// <summary>Fields to change; those absent or null stay as they are.</summary>
    public static BodyTable<GraphFields> Changes { get; } = Fields("UpdateGraphRequest", "Fields of a graph to change.");

    public static GraphFields ParseNew(ReadOnlySpan<byte> body) => Table.ParseOptional(body, new GraphFields());

    public static GraphFields ParseChange(ReadOnlySpan<byte> body) => Changes.Parse(body, new GraphFields());

    private static BodyTable<GraphFields> Fields(string name, string description) => new BodyTable<GraphFields>(name, description)
        .Text("name", Limits.NameLength, "The name.", static (ref g, v) => g = g with { Name = v })
        .Text("description", Limits.DescriptionLength, "The description.", static (ref g, v) => g = g with { Description = v })
        .Text("time_zone", Limits.TimeZoneLength, "The name of the graph's time zone.", static (ref g, v) => g = g with { TimeZone = v });
}
