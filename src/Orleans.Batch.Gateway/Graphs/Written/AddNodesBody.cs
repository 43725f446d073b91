namespace Orleans.Batch.Gateway.Graphs;

/// <summary>The body that writes nodes.</summary>
internal static class AddNodesBody
{
    private static readonly BodyTable<NodeDraft> Node = new BodyTable<NodeDraft>("AddNode", "A node to write; one of the same name is changed.")
        .RawText("name", Limits.FactNameLength, "Its name.", static (ref n, v) => n.Name = v).Required()
        .RawText("label", Limits.FactNameLength, "Its type.", static (ref n, v) => n.Label = v)
        .RawText("summary", Limits.SummaryLength, "Its summary.", static (ref n, v) => n.Summary = v)
        .Json("attributes", Limits.MetadataBytes, "Scalars, merged with those it has.", static (ref n, v) => n.Attributes = v)
        .Json("metadata", Limits.MetadataBytes, "Metadata of its episode: at most ten keys.", static (ref n, v) => n.Metadata = v)
        .Timestamp("created_at", "When it was made. Default now.", static (ref n, v) => n.CreatedAt = v);

    public static BodyTable<Draft> Table { get; } = new BodyTable<Draft>("AddNodesRequest", "Nodes to write. Exactly one of graph_id and user_id.")
        .RawText("graph_id", Limits.IdLength, "The graph.", static (ref d, v) => d.GraphId = v)
        .RawText("user_id", Limits.IdLength, "The user whose graph it is.", static (ref d, v) => d.UserId = v)
        .NewNodes(static (ref d, v) => d.Nodes = v);

    public static (GraphTarget Target, IReadOnlyList<NewNode> Nodes) Parse(ReadOnlySpan<byte> body)
    {
        var draft = Table.Parse(body, default);
        return (new GraphTarget(draft.GraphId, draft.UserId), draft.Nodes!);
    }

    /// <summary>Declares the required list of nodes.</summary>
    public static BodyTable<T> NewNodes<T>(this BodyTable<T> table, FieldSetter<T, List<NewNode>?> set) => table.Items(
        "nodes", "The nodes.", Node, ReadNode, set, new ItemLimit(Limits.NodesPerCall, "node", "send them in several calls")).Required();

    private static NewNode? ReadNode(ref JsonCursor cursor)
    {
        var before = cursor.Problems.Count;
        var node = default(NodeDraft);
        return !Node.Read(ref cursor, null, "a node", ref node) || cursor.Problems.Count > before ? null : new NewNode
        {
            Name = node.Name!,
            Label = node.Label,
            Summary = node.Summary,
            Attributes = node.Attributes,
            Metadata = node.Metadata,
            CreatedAt = node.CreatedAt,
        };
    }

    internal struct Draft
    {
        public string? GraphId;
        public string? UserId;
        public List<NewNode>? Nodes;
    }

    internal struct NodeDraft
    {
        public string? Name;
        public string? Label;
        public string? Summary;
        public JsonText? Attributes;
        public JsonText? Metadata;
        public DateTimeOffset? CreatedAt;
    }
}
