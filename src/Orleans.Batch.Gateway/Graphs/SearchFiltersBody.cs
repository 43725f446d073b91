namespace Orleans.Batch.Gateway;

/// <summary>Reads <c>search_filters</c> of a search and <c>filters</c> of a list.</summary>
internal static class SearchFiltersBody
{
    public static SearchFilters? Parse(ref JsonCursor cursor, string field)
    {
        if (cursor.IsNull || !cursor.EnterObject(field, field))
        {
            return null;
        }

        var filters = new SearchFilters();
        var keys = cursor.NewGuard();
        while (cursor.NextField(ref keys, out var name))
        {
            filters = Names(ref cursor, name, filters)
                ?? Uuids(ref cursor, name, filters)
                ?? Conditions(ref cursor, name, filters)
                ?? Unknown(ref cursor, name, filters);
        }

        return filters;
    }

    private static SearchFilters? Names(ref JsonCursor cursor, scoped ReadOnlySpan<byte> name, SearchFilters filters)
    {
        if (name.SequenceEqual("node_labels"u8))
        {
            return filters with { NodeLabels = UuidListBody.Names(ref cursor, "node_labels", Limits.FilterNames) };
        }

        if (name.SequenceEqual("exclude_node_labels"u8))
        {
            return filters with { ExcludeNodeLabels = UuidListBody.Names(ref cursor, "exclude_node_labels", Limits.FilterNames) };
        }

        if (name.SequenceEqual("edge_types"u8))
        {
            return filters with { EdgeTypes = UuidListBody.Names(ref cursor, "edge_types", Limits.FilterNames) };
        }

        return name.SequenceEqual("exclude_edge_types"u8)
            ? filters with { ExcludeEdgeTypes = UuidListBody.Names(ref cursor, "exclude_edge_types", Limits.FilterNames) }
            : null;
    }

    private static SearchFilters? Uuids(ref JsonCursor cursor, scoped ReadOnlySpan<byte> name, SearchFilters filters)
    {
        const int max = Limits.FilterUuids;
        if (name.SequenceEqual("edge_uuids"u8))
        {
            return filters with { EdgeUuids = UuidListBody.Parse(ref cursor, "edge_uuids", max) };
        }

        if (name.SequenceEqual("episode_uuids"u8))
        {
            return filters with { EpisodeUuids = UuidListBody.Parse(ref cursor, "episode_uuids", max) };
        }

        if (name.SequenceEqual("connected_node_uuids"u8))
        {
            return filters with { ConnectedNodeUuids = UuidListBody.Parse(ref cursor, "connected_node_uuids", max) };
        }

        if (name.SequenceEqual("source_node_uuids"u8))
        {
            return filters with { SourceNodeUuids = UuidListBody.Parse(ref cursor, "source_node_uuids", max) };
        }

        return name.SequenceEqual("target_node_uuids"u8)
            ? filters with { TargetNodeUuids = UuidListBody.Parse(ref cursor, "target_node_uuids", max) }
            : null;
    }

    private static SearchFilters? Conditions(ref JsonCursor cursor, scoped ReadOnlySpan<byte> name, SearchFilters filters)
    {
        if (name.SequenceEqual("property_filters"u8))
        {
            return filters with { Properties = MetadataFilterBody.ParseComparisons(ref cursor, "property_filters") };
        }

        if (name.SequenceEqual("episode_metadata_filters"u8))
        {
            return filters with { EpisodeMetadata = MetadataFilterBody.Parse(ref cursor) };
        }

        return EnumNames<DateField>.TryParse(name, out var date)
            ? DateFiltersBody.Parse(ref cursor, date) is { } condition
                ? filters with { Dates = [.. filters.Dates, condition] }
                : filters
            : null;
    }

    private static SearchFilters Unknown(ref JsonCursor cursor, scoped ReadOnlySpan<byte> name, SearchFilters filters)
    {
        cursor.SkipUnknown(name);
        return filters;
    }
}
