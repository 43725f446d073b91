using System.Globalization;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>
/// Turns filters into SQL over a fact <c>f</c> or a node <c>n</c>. Values go in as parameters; only the shape is text. A
/// condition is never NULL.
/// </summary>
/// <param name="scope">The graph that is searched; ids of other graphs among the filters match nothing.</param>
/// <param name="filters">The filters.</param>
/// <param name="named">The facts and nodes of the episodes among the filters; null if there are none.</param>
/// <param name="values">The statement's parameters; new ones are appended.</param>
internal sealed class SearchCondition(GraphScope scope, SearchFilters filters, EpisodeFacts? named, List<object?> values)
{
    /// <summary>The condition on a fact f.</summary>
    public string OfEdge()
    {
        var all = new List<string>();
        AddNamesAndEnds(all);
        if (named is not null)
        {
            all.Add($"f.fact_uuid = ANY({Parameter(named.Facts)})");
        }

        if (filters.Properties.Count > 0)
        {
            all.Add(
                $"""
                (SELECT {Metadata(new MetadataFilterGroup(true, [.. filters.Properties]))} FROM (
                    SELECT CASE WHEN f.value IS NULL THEN jsonb_build_object() ELSE jsonb_build_object(
                        'value', metadata_json(f.value), lower(f.name), metadata_json(f.value)) END AS m OFFSET 0) x)
                """);
        }

        if (filters.EpisodeMetadata is { } metadata)
        {
            all.Add(Episodes(metadata,
                $"""
                SELECT f.episode_uuid
                UNION ALL (SELECT r.episode_uuid FROM fact_repeat r WHERE {FactSql.Supports} LIMIT 100)
                """));
        }

        all.AddRange(filters.Dates.Select(d => Date(d, static field => field switch
        {
            DateField.ValidAt => "f.valid_at",
            DateField.InvalidAt => "f.invalid_at",
            DateField.ExpiredAt => "f.expired_at",
            _ => "f.created_at",
        })));
        return And(all);
    }

    /// <summary>The condition on a node n.</summary>
    public string OfNode()
    {
        var all = new List<string>();
        AddLabels(all);
        if (named is not null)
        {
            all.Add($"n.node_uuid = ANY({Parameter(named.Nodes)})");
        }

        if (filters.Properties.Count > 0)
        {
            all.Add(
                $"""
                (SELECT {Metadata(new MetadataFilterGroup(true, [.. filters.Properties]))} FROM (
                    SELECT coalesce(jsonb_object_agg(name, metadata_json(value) ORDER BY valid_at, ord), jsonb_build_object()) AS m
                    FROM ({FactSql.NodeValues}) v) x)
                """);
        }

        if (filters.EpisodeMetadata is { } metadata)
        {
            all.Add(Episodes(metadata, $"SELECT episode_uuid FROM ({FactSql.NodeAssertions}) a"));
        }

        all.AddRange(filters.Dates.Select(d => Date(d, static field => field switch
        {
            DateField.ValidAt => "n.named_at",
            DateField.CreatedAt => "n.created_at",
            _ => "NULL::timestamptz",
        })));
        return And(all);
    }

    /// <summary>The condition on an episode e of the graph. Its time is its reference time.</summary>
    public string OfEpisode()
    {
        var all = new List<string>();
        AddList(all, filters.EpisodeUuids, "e.episode_uuid = ANY({0})");
        if (filters.EpisodeMetadata is { } metadata)
        {
            all.Add(
                $"""
                (SELECT {Metadata(metadata)} FROM (
                    SELECT metadata_json(metadata) AS m FROM episode_data WHERE episode_uuid = e.episode_uuid OFFSET 0) x)
                """);
        }

        all.AddRange(filters.Dates.Select(d => Date(
            d, static field => field is DateField.CreatedAt or DateField.ValidAt ? "e.reference_time" : "NULL::timestamptz")));
        return And(all);
    }

    /// <summary>The condition only on the labels of a node n.</summary>
    public string OfLabels()
    {
        var all = new List<string>();
        AddLabels(all);
        return And(all);
    }

    /// <summary>The SQL operators.</summary>
    public static string Sign(MetadataOperator comparison) => comparison switch
    {
        MetadataOperator.Equal => "=",
        MetadataOperator.NotEqual => "<>",
        MetadataOperator.Greater => ">",
        MetadataOperator.GreaterOrEqual => ">=",
        MetadataOperator.Less => "<",
        MetadataOperator.LessOrEqual => "<=",
        _ => throw new NotSupportedException(comparison.ToString()),
    };

    private static string And(List<string> all) => all.Count == 0 ? "true" : string.Join(" AND ", all.Where(c => c.Length > 0).DefaultIfEmpty("true"));

    private void AddNamesAndEnds(List<string> all)
    {
        AddList(all, filters.EdgeTypes, "f.name = ANY({0})");
        AddList(all, filters.ExcludeEdgeTypes, "f.name <> ALL({0})");
        AddIds(all, filters.EdgeUuids, "f.fact_uuid = ANY({0})");
        AddIds(all, filters.SourceNodeUuids, "f.source_node = ANY({0})");
        AddIds(all, filters.TargetNodeUuids, "f.target_node = ANY({0})");
        AddIds(all, filters.ConnectedNodeUuids, "(f.source_node = ANY({0}) OR f.target_node = ANY({0}))");
        AddLabels(all, "EXISTS (SELECT FROM node WHERE node_uuid = ANY(ARRAY[f.source_node, f.target_node]) AND labels && {0})");
    }

    // Every node has the base label, and no row does.
    private void AddLabels(List<string> all, string condition = "n.labels && {0}")
    {
        if (!filters.NodeLabels.Contains(EntityNode.BaseLabel))
        {
            AddList(all, filters.NodeLabels, condition);
        }

        if (filters.ExcludeNodeLabels.Contains(EntityNode.BaseLabel))
        {
            all.Add("false");
        }

        AddList(all, filters.ExcludeNodeLabels, "NOT " + condition);
    }

    private void AddList<T>(List<string> all, IReadOnlyList<T> list, string condition)
    {
        if (list.Count > 0)
        {
            all.Add(condition.Replace("{0}", Parameter(list.ToArray()), StringComparison.Ordinal));
        }
    }

    // If all ids are of other graphs, the condition stays and matches nothing.
    private void AddIds(List<string> all, IReadOnlyList<Guid> ids, string condition)
    {
        if (ids.Count > 0)
        {
            all.Add(condition.Replace("{0}", Parameter(scope.Bind(ids)), StringComparison.Ordinal));
        }
    }

    private string Metadata(MetadataFilter filter) => new MetadataCondition(values).ToSql(filter);

    private string Episodes(MetadataFilter filter, string episodes) =>
        $"""
        EXISTS (SELECT FROM ({episodes}) e(episode_uuid) CROSS JOIN LATERAL (
            SELECT metadata_json(metadata) AS m FROM episode_data d WHERE d.episode_uuid = e.episode_uuid LIMIT 1) d
            WHERE {Metadata(filter)})
        """;

    private string Date(DateCondition condition, Func<DateField, string> column)
    {
        var alternatives = condition.Alternatives
            .Where(a => a.Count > 0)
            .Select(a => "(" + string.Join(" AND ", a.Select(c => Compare(c, column(c.Field)))) + ")")
            .ToList();
        return alternatives.Count == 0 ? "true" : "(" + string.Join(" OR ", alternatives) + ")";
    }

    private string Compare(DateComparison comparison, string column) => comparison.Operator switch
    {
        MetadataOperator.IsNull => $"{column} IS NULL",
        MetadataOperator.IsNotNull => $"{column} IS NOT NULL",
        _ => $"coalesce({column} {Sign(comparison.Operator)} {Parameter(comparison.Date!.Value)}, false)",
    };

    private string Parameter(object value)
    {
        values.Add(value);
        return "$" + values.Count.ToString(CultureInfo.InvariantCulture);
    }
}
