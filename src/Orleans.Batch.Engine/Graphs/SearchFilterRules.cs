using System.Globalization;

namespace Orleans.Batch.Graphs;

/// <summary>The rules for filters of nodes and edges. Each condition becomes part of a query, so there are bounds.</summary>
public static class SearchFilterRules
{
    internal static void Check(SearchFilters? filters, ProblemList problems)
    {
        if (filters is null)
        {
            return;
        }

        CheckNames(filters.NodeLabels, "node_labels", problems);
        CheckNames(filters.ExcludeNodeLabels, "exclude_node_labels", problems);
        CheckNames(filters.EdgeTypes, "edge_types", problems);
        CheckNames(filters.ExcludeEdgeTypes, "exclude_edge_types", problems);
        CheckCount(filters.EdgeUuids.Count, Limits.FilterUuids, "edge_uuids", problems);
        CheckCount(filters.EpisodeUuids.Count, Limits.FilterUuids, "episode_uuids", problems);
        CheckCount(filters.ConnectedNodeUuids.Count, Limits.FilterUuids, "connected_node_uuids", problems);
        CheckCount(filters.SourceNodeUuids.Count, Limits.FilterUuids, "source_node_uuids", problems);
        CheckCount(filters.TargetNodeUuids.Count, Limits.FilterUuids, "target_node_uuids", problems);
        if (filters.Properties.Count > 0)
        {
            FilterRules.Check(new MetadataFilterGroup(true, [.. filters.Properties]), problems, "property_filters");
        }

        FilterRules.Check(filters.EpisodeMetadata, problems);
        CheckDates(filters, problems);
    }

    internal static void RefuseEndsOfEdges(SearchFilters? filters, ProblemList problems)
    {
        if (filters is { NamesEnds: true })
        {
            problems.Add(
                null,
                filters.ConnectedNodeUuids.Count > 0 ? "connected_node_uuids"
                    : filters.SourceNodeUuids.Count > 0 ? "source_node_uuids" : "target_node_uuids",
                ErrorCodes.Contradiction,
                "connected_node_uuids, source_node_uuids and target_node_uuids apply to edges only, and no edges are asked for");
        }
    }

    private static void CheckDates(SearchFilters filters, ProblemList problems)
    {
        CheckCount(filters.Dates.Sum(d => d.Alternatives.Sum(a => a.Count)), Limits.FilterComparisons, "date filters", problems);
        foreach (var comparison in filters.Dates.SelectMany(d => d.Alternatives).SelectMany(a => a))
        {
            var needsNone = comparison.Operator is MetadataOperator.IsNull or MetadataOperator.IsNotNull;
            if (comparison.Operator == MetadataOperator.Contains)
            {
                problems.Add(null, "comparison_operator", ErrorCodes.UnknownValue, "a date filter cannot use CONTAINS");
            }
            else if (!needsNone && comparison.Date is null)
            {
                problems.Add(null, "date", ErrorCodes.Required, "a date filter needs a date, unless it asks for IS NULL or IS NOT NULL");
            }
        }
    }

    private static void CheckNames(IReadOnlyList<string> names, string field, ProblemList problems)
    {
        CheckCount(names.Count, Limits.FilterNames, field, problems);
        foreach (var name in names.Take(Limits.FilterNames))
        {
            TextRules.Check(name, Limits.FilterNameLength, null, field, problems);
        }
    }

    private static void CheckCount(int count, int max, string field, ProblemList problems)
    {
        if (count > max)
        {
            problems.Add(null, field, ErrorCodes.TooMany, string.Create(
                CultureInfo.InvariantCulture, $"{field} may have at most {max} entries, got {count}"));
        }
    }
}
