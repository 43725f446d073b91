using Orleans.Batch.Formats.Json;

namespace Orleans.Batch.Formats.Bodies;

/// <summary>The bodies of graph calls.</summary>
internal static class GraphBody
{
    /// <summary>A graph to create.</summary>
    public static BodyTable<Draft> Table { get; } = new BodyTable<Draft>("CreateGraphRequest", "A graph to create.")
        .RawText("graph_id", Limits.IdLength, "The caller's id of the graph.", static (ref g, v) => g.GraphId = v).Required()
        .Text("name", Limits.NameLength, "The name.", static (ref g, v) => g.Fields = g.Fields with { Name = v })
        .Text("description", Limits.DescriptionLength, "The description.", static (ref g, v) => g.Fields = g.Fields with { Description = v })
        .Text("time_zone", Limits.TimeZoneLength, "The name of the graph's time zone.", static (ref g, v) => g.Fields = g.Fields with { TimeZone = v })
        .Check(static (ref cursor, ref g, in _) => TextRules.CheckId(g.GraphId, null, "graph_id", cursor.Problems));

    /// <summary>Fields to change; those absent or null stay as they are.</summary>
    public static BodyTable<Draft> Changes { get; } = Table.ForChanges("UpdateGraphRequest", "Fields of a graph to change.", "graph_id");

    public static (string GraphId, GraphFields Fields) ParseNew(ReadOnlySpan<byte> body, ISkippedFields? unknown = null)
    {
        var graph = Table.Parse(body, new Draft(), unknown);
        return (graph.GraphId!, graph.Fields);
    }

    public static GraphFields ParseChange(ReadOnlySpan<byte> body) => Changes.Parse(body, new Draft()).Fields;

    internal struct Draft()
    {
        public string? GraphId;
        public GraphFields Fields = new();
    }
}
