namespace Orleans.Batch.Gateway.Graphs;

/// <summary>The body that changes an edge; fields that are absent or null stay as they are.</summary>
internal static class EdgeFieldsBody
{
    public static BodyTable<EdgeFields> Table { get; } = new BodyTable<EdgeFields>("UpdateEdgeRequest", "Fields of an edge to change.")
        .RawText("fact", Limits.DataLength, "The fact as a sentence.", static (ref e, v) => e = e with { Fact = v })
        .RawText("name", Limits.FactNameLength, "Its name.", static (ref e, v) => e = e with { Name = v })
        .Json("attributes", Limits.MetadataBytes, "Scalars, merged with those it has; null removes a key.", static (ref e, v) => e = e with { Attributes = v })
        .Timestamp("valid_at", "When it became true.", static (ref e, v) => e = e with { ValidAt = v })
        .Timestamp("invalid_at", "When it stopped being true.", static (ref e, v) => e = e with { InvalidAt = v })
        .Timestamp("expired_at", "When it was learned that it stopped.", static (ref e, v) => e = e with { ExpiredAt = v });

    public static EdgeFields Parse(ReadOnlySpan<byte> body) => Table.Parse(body, new EdgeFields());
}

/// <summary>The body that changes a node; fields that are absent or null stay as they are.</summary>
internal static class NodeFieldsBody
{
    public static BodyTable<NodeFields> Table { get; } = new BodyTable<NodeFields>("UpdateNodeRequest", "Fields of a node to change.")
        .RawText("name", Limits.FactNameLength, "Its name.", static (ref n, v) => n = n with { Name = v })
        .List<string>(
            "labels",
            "All its labels; later items may add others.",
            ValueSchema.Text(Limits.FactNameLength),
            ReadLabel,
            static (ref n, v) => n = n with { Labels = v },
            new ListLimit(Limits.NodeLabels + 1))
        .RawText("summary", Limits.SummaryLength, "Its summary.", static (ref n, v) => n = n with { Summary = v })
        .Json("attributes", Limits.MetadataBytes, "Scalars, merged with those it has; null removes a key.", static (ref n, v) => n = n with { Attributes = v });

    public static NodeFields Parse(ReadOnlySpan<byte> body) => Table.Parse(body, new NodeFields());

    private static void ReadLabel(ref JsonCursor cursor, string field, List<string> labels)
    {
        if (cursor.ShortText(field, Limits.FactNameLength) is { } label)
        {
            labels.Add(label);
        }
    }
}
