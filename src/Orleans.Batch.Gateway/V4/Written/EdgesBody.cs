using Orleans.Batch.Gateway.Graphs;

namespace Orleans.Batch.Gateway.V4.Written;

/// <summary>The body that writes facts.</summary>
internal static class EdgesBody
{
    private static readonly BodyTable<FactEnd> End = new BodyTable<FactEnd>("EdgeNode", "A node that exists, by uuid, or one by its name, which is made where it is missing.")
        .Uuid("uuid", "Its identity; it decides where there is a name, too.", static (ref n, v) => n = n with { Uuid = v })
        .RawText("name", Limits.FactNameLength, "Its name.", static (ref n, v) => n = n with { Name = v })
        .Names("labels", Limits.NodeLabels, "Its type: at most one.", static (ref n, v) => n = n with { Labels = v })
        .RawText("summary", Limits.SummaryLength, "Its summary.", static (ref n, v) => n = n with { Summary = v })
        .Json("attributes", Limits.MetadataBytes, "Scalars, merged with those it has.", static (ref n, v) => n = n with { Attributes = v });

    private static readonly BodyTable<Entry> Edge = new BodyTable<Entry>("EdgeInput", "A fact: two nodes, and what holds between them.")
        .RawText("fact", Limits.DataLength, "The fact as a sentence.", static (ref e, v) => e.Fact = v).Required()
        .RawText("fact_name", Limits.FactNameLength, "Its name, such as WORKS_AT.", static (ref e, v) => e.Name = v).Required()
        .Value("source_node", "The node the fact is about.", ValueSchema.Of(End), ReadEnd, static (ref e, v) => e.Source = v).Required()
        .Value("target_node", "The other node.", ValueSchema.Of(End), ReadEnd, static (ref e, v) => e.Target = v).Required()
        .Timestamp("valid_at", "When it became true. Default now.", static (ref e, v) => e.ValidAt = v)
        .Timestamp("invalid_at", "When it stopped being true; after valid_at.", static (ref e, v) => e.InvalidAt = v)
        .Timestamp("expired_at", "When it was learned that it stopped.", static (ref e, v) => e.ExpiredAt = v)
        .Json("attributes", Limits.MetadataBytes, "Scalars that belong to the edge.", static (ref e, v) => e.Attributes = v)
        .Json("metadata", Limits.MetadataBytes, "Metadata of its episode: at most ten keys.", static (ref e, v) => e.Metadata = v);

    public static BodyTable<Draft> Table { get; } = new BodyTable<Draft>("AddEdgesRequest", "Facts to write.")
        .Items(
            "edges",
            "The facts.",
            Edge,
            Read,
            static (ref d, v) => d.Edges = v,
            new ItemLimit(Limits.FactsPerCall, "edge", "send them in several calls")).Required();

    public static IReadOnlyList<NewFact> Parse(ReadOnlySpan<byte> body, GraphTarget target) =>
        [.. Table.Parse(body, default).Edges!.Select(e => e with { Target = target })];

    private static FactEnd? ReadEnd(ref JsonCursor cursor, string field)
    {
        var end = new FactEnd();
        return !cursor.IsNull && End.Read(ref cursor, field, field, ref end) ? end : null;
    }

    private static NewFact? Read(ref JsonCursor cursor)
    {
        var before = cursor.Problems.Count;
        var edge = default(Entry);
        return !Edge.Read(ref cursor, null, "an edge", ref edge) || cursor.Problems.Count > before ? null : new NewFact
        {
            Target = default,
            Fact = edge.Fact!,
            Name = edge.Name!,
            Source = edge.Source!,
            Object = edge.Target!,
            ValidAt = edge.ValidAt,
            InvalidAt = edge.InvalidAt,
            ExpiredAt = edge.ExpiredAt,
            Attributes = edge.Attributes,
            Metadata = edge.Metadata,
        };
    }

    internal struct Draft
    {
        public List<NewFact>? Edges;
    }

    internal struct Entry
    {
        public string? Fact;
        public string? Name;
        public FactEnd? Source;
        public FactEnd? Target;
        public DateTimeOffset? ValidAt;
        public DateTimeOffset? InvalidAt;
        public DateTimeOffset? ExpiredAt;
        public JsonText? Attributes;
        public JsonText? Metadata;
    }
}
