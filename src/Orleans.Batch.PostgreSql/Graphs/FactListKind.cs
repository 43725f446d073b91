namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>What a list shows: edges or nodes.</summary>
/// <param name="Table">The table.</param>
/// <param name="Alias">Its alias in the statement.</param>
/// <param name="Id">The column of the ids.</param>
/// <param name="Condition">The filter's condition on a row.</param>
/// <param name="Key">The key of an order as SQL.</param>
internal sealed record FactListKind(
    string Table, string Alias, string Id, Func<SearchCondition, string> Condition, Func<GraphListOrder, string> Key)
{
    /// <summary>Edges.</summary>
    public static FactListKind Edges { get; } = new("fact", "f", "fact_uuid", c => c.OfEdge(), order => order switch
    {
        GraphListOrder.CreatedAt => "f.created_at",
        GraphListOrder.ValidAt => "f.valid_at",
        _ => "0::bigint",
    });

    /// <summary>Nodes.</summary>
    public static FactListKind Nodes { get; } = new("node", "n", "node_uuid", c => c.OfNode(), order => order switch
    {
        GraphListOrder.CreatedAt => "n.created_at",
        GraphListOrder.ValidAt => "n.named_at",
        GraphListOrder.Degree =>
            """
            ((SELECT count(*) FROM fact WHERE source_node = n.node_uuid)
            + (SELECT count(*) FROM fact WHERE target_node = n.node_uuid AND target_node <> source_node))
            """,
        _ => "0::bigint",
    });
}
