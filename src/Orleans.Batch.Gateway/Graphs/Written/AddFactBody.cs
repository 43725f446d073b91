namespace Orleans.Batch.Gateway.Graphs;

/// <summary>The body that writes a fact.</summary>
internal static class AddFactBody
{
    public static BodyTable<Draft> Table { get; } = new BodyTable<Draft>(
        "AddFactTripleRequest", "A fact to write: two nodes, each by name or by UUID, and what holds between them. Exactly one of graph_id and user_id.")
        .RawText("graph_id", Limits.IdLength, "The graph.", static (ref f, v) => f.GraphId = v)
        .RawText("user_id", Limits.IdLength, "The user whose graph it is.", static (ref f, v) => f.UserId = v)
        .RawText("fact", Limits.DataLength, "The fact as a sentence.", static (ref f, v) => f.Fact = v).Required()
        .RawText("fact_name", Limits.FactNameLength, "Its name, such as WORKS_AT.", static (ref f, v) => f.Name = v).Required()
        .Uuid("source_node_uuid", "A node that exists: the one the fact is about.", static (ref f, v) => f.Source = f.Source with { Uuid = v })
        .RawText("source_node_name", Limits.FactNameLength, "Its name; the node is made where it is missing.", static (ref f, v) => f.Source = f.Source with { Name = v })
        .Names("source_node_labels", Limits.NodeLabels, "Its type: at most one.", static (ref f, v) => f.Source = f.Source with { Labels = v })
        .RawText("source_node_summary", Limits.SummaryLength, "Its summary.", static (ref f, v) => f.Source = f.Source with { Summary = v })
        .Json("source_node_attributes", Limits.MetadataBytes, "Scalars, merged with those it has.", static (ref f, v) => f.Source = f.Source with { Attributes = v })
        .Uuid("target_node_uuid", "A node that exists: the other one.", static (ref f, v) => f.Object = f.Object with { Uuid = v })
        .RawText("target_node_name", Limits.FactNameLength, "Its name; the node is made where it is missing.", static (ref f, v) => f.Object = f.Object with { Name = v })
        .Names("target_node_labels", Limits.NodeLabels, "Its type: at most one.", static (ref f, v) => f.Object = f.Object with { Labels = v })
        .RawText("target_node_summary", Limits.SummaryLength, "Its summary.", static (ref f, v) => f.Object = f.Object with { Summary = v })
        .Json("target_node_attributes", Limits.MetadataBytes, "Scalars, merged with those it has.", static (ref f, v) => f.Object = f.Object with { Attributes = v })
        .Json("edge_attributes", Limits.MetadataBytes, "Scalars that belong to the edge.", static (ref f, v) => f.Attributes = v)
        .Timestamp("valid_at", "When it became true. Default created_at.", static (ref f, v) => f.ValidAt = v)
        .Timestamp("invalid_at", "When it stopped being true; after valid_at.", static (ref f, v) => f.InvalidAt = v)
        .Timestamp("expired_at", "When it was learned that it stopped.", static (ref f, v) => f.ExpiredAt = v)
        .Timestamp("created_at", "The reference time of its episode. Default now.", static (ref f, v) => f.CreatedAt = v)
        .Json("metadata", Limits.MetadataBytes, "Metadata of its episode: at most ten keys.", static (ref f, v) => f.Metadata = v);

    public static NewFact Parse(ReadOnlySpan<byte> body)
    {
        var draft = Table.Parse(body, new Draft());
        return new NewFact
        {
            Target = new GraphTarget(draft.GraphId, draft.UserId),
            Fact = draft.Fact!,
            Name = draft.Name!,
            Source = draft.Source,
            Object = draft.Object,
            ValidAt = draft.ValidAt,
            InvalidAt = draft.InvalidAt,
            ExpiredAt = draft.ExpiredAt,
            CreatedAt = draft.CreatedAt,
            Attributes = draft.Attributes,
            Metadata = draft.Metadata,
        };
    }

    internal struct Draft()
    {
        public string? GraphId;
        public string? UserId;
        public string? Fact;
        public string? Name;
        public FactEnd Source = new();
        public FactEnd Object = new();
        public DateTimeOffset? ValidAt;
        public DateTimeOffset? InvalidAt;
        public DateTimeOffset? ExpiredAt;
        public DateTimeOffset? CreatedAt;
        public JsonText? Attributes;
        public JsonText? Metadata;
    }
}
