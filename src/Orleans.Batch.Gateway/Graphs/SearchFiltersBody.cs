namespace Orleans.Batch.Gateway.Graphs;

/// <summary><c>search_filters</c> of a search and <c>filters</c> of a list.</summary>
internal static class SearchFiltersBody
{
    private static readonly BodyTable<SearchFilters> Table = new BodyTable<SearchFilters>(
        "SearchFiltersRequest", "A filter of edges and nodes. Conditions that name edges do not apply to nodes.")
        .Names("node_labels", Limits.FilterNames, "Nodes with one of these labels; edges that touch such a node.", static (ref f, v) => f = f with { NodeLabels = v })
        .Names("exclude_node_labels", Limits.FilterNames, "No node with one of these labels; no edge that touches one.", static (ref f, v) => f = f with { ExcludeNodeLabels = v })
        .Names("edge_types", Limits.FilterNames, "Edges of one of these names.", static (ref f, v) => f = f with { EdgeTypes = v })
        .Names("exclude_edge_types", Limits.FilterNames, "No edges of these names.", static (ref f, v) => f = f with { ExcludeEdgeTypes = v })
        .Uuids("edge_uuids", "These edges.", static (ref f, v) => f = f with { EdgeUuids = v })
        .Uuids("episode_uuids", "Edges that one of these episodes states, nodes that one names.", static (ref f, v) => f = f with { EpisodeUuids = v })
        .Uuids("connected_node_uuids", "Edges from or to one of these nodes.", static (ref f, v) => f = f with { ConnectedNodeUuids = v })
        .Uuids("source_node_uuids", "Edges from one of these nodes.", static (ref f, v) => f = f with { SourceNodeUuids = v })
        .Uuids("target_node_uuids", "Edges to one of these nodes.", static (ref f, v) => f = f with { TargetNodeUuids = v })
        .Comparisons("property_filters", "Conditions on attributes, all of which must hold.", ComparisonNames.V3, static (ref f, v) => f = f with { Properties = v })
        .Metadata("A condition on the metadata of an episode that states the edge or names the node.", static (ref f, v) => f = f with { EpisodeMetadata = v })
        .Dates(DateField.CreatedAt, "When the graph learned of it. Outer list: or; inner lists: and.")
        .Dates(DateField.ValidAt, "When it became true; of a node, the time at which it was first named.")
        .Dates(DateField.InvalidAt, "When it stopped being true.")
        .Dates(DateField.ExpiredAt, "When the graph learned that it stopped.");

    /// <summary>Declares a filter; null where it is absent.</summary>
    public static BodyTable<T> Filters<T>(this BodyTable<T> table, string name, string description, FieldSetter<T, SearchFilters?> set) =>
        table.Value(name, description, ValueSchema.Of(Table), Read, set);

    private static SearchFilters? Read(ref JsonCursor cursor, string field)
    {
        var filters = new SearchFilters();
        return !cursor.IsNull && Table.Read(ref cursor, field, field, ref filters) ? filters : null;
    }
}
