using Orleans.Batch.Gateway.Graphs;

namespace Orleans.Batch.Gateway.V4.Facts;

/// <summary><c>filters</c> of searches and lists.</summary>
internal static class FiltersBody
{
    private static readonly BodyTable<SearchFilters> Table = NewTable();

    /// <summary>Declares a filter; null where it is absent.</summary>
    public static BodyTable<T> Filters<T>(this BodyTable<T> table, FieldSetter<T, SearchFilters?> set) =>
        table.Value("filters", "A filter; every condition must hold.", ValueSchema.Of(Table), Read, set);

    private static BodyTable<SearchFilters> NewTable()
    {
        var table = new BodyTable<SearchFilters>("Filters", "A filter of edges and nodes. Conditions that name edges do not apply to nodes.")
            .Names("node_labels", Limits.FilterNames, "Nodes with one of these labels; edges that touch such a node.", static (ref f, v) => f = f with { NodeLabels = v })
            .Names("exclude_node_labels", Limits.FilterNames, "No node with one of these labels; no edge that touches one.", static (ref f, v) => f = f with { ExcludeNodeLabels = v })
            .Names("edge_types", Limits.FilterNames, "Edges of one of these names.", static (ref f, v) => f = f with { EdgeTypes = v })
            .Names("exclude_edge_types", Limits.FilterNames, "No edges of these names.", static (ref f, v) => f = f with { ExcludeEdgeTypes = v })
            .Uuids("edge_uuids", "These edges.", static (ref f, v) => f = f with { EdgeUuids = v })
            .Uuids("episode_uuids", "Edges that one of these episodes states, nodes that one names.", static (ref f, v) => f = f with { EpisodeUuids = v })
            .Uuids("connected_node_uuids", "Edges from or to one of these nodes.", static (ref f, v) => f = f with { ConnectedNodeUuids = v })
            .Uuids("source_node_uuids", "Edges from one of these nodes.", static (ref f, v) => f = f with { SourceNodeUuids = v })
            .Uuids("target_node_uuids", "Edges to one of these nodes.", static (ref f, v) => f = f with { TargetNodeUuids = v })
            .Comparisons(
                "property_filters", "Conditions on attributes, all of which must hold.", ComparisonNames.V4, static (ref f, v) => f = f with { Properties = v })
            .DateFilters(static (ref f, v) => f = v is null ? f : f with { Dates = [v] });
        return MetadataFilterBody.V4.AddTo(
            table, "A condition on the metadata of an episode that states the edge or names the node.", static (ref f, v) => f = f with { EpisodeMetadata = v });
    }

    private static SearchFilters? Read(ref JsonCursor cursor, string field)
    {
        var filters = new SearchFilters();
        return !cursor.IsNull && Table.Read(ref cursor, field, field, ref filters) ? filters : null;
    }
}
