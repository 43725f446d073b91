namespace Orleans.Batch.Gateway.Graphs;

/// <summary>
/// A condition on metadata: <c>{"type": "and"|"or", "filters": [...], "groups": [...]}</c>. Depth and number are bounded, because
/// each comparison becomes part of a query.
/// </summary>
internal sealed class MetadataFilterBody
{
    private readonly string _field;
    private readonly ComparisonNames _names;
    private readonly BodyTable<ComparisonBody.Draft> _comparison;
    private readonly BodyTable<Draft> _group;

    private MetadataFilterBody(string field, ComparisonNames names)
    {
        (_field, _names) = (field, names);
        _comparison = ComparisonBody.Table(field, names);
        _group = NewGroup();
    }

    private enum Join
    {
        And,
        Or,
    }

    /// <summary>The condition of version 3.</summary>
    public static MetadataFilterBody V3 { get; } = new("episode_metadata_filters", ComparisonNames.V3);

    /// <summary>The condition of version 4.</summary>
    public static MetadataFilterBody V4 { get; } = new("metadata_filters", ComparisonNames.V4);

    /// <summary>Declares the condition; null where it is absent.</summary>
    public BodyTable<T> AddTo<T>(BodyTable<T> table, string description, FieldSetter<T, MetadataFilter?> set) =>
        table.Value(_field, description, ValueSchema.Of(_group), (ref cursor, _) => Read(ref cursor), set);

    private BodyTable<Draft> NewGroup()
    {
        var group = new BodyTable<Draft>("MetadataGroup", "Conditions on metadata, joined.", _field)
            .Word<Join>("type", "How they are joined.", static (ref g, v) => g.Join = v).RequiredByRule();
        return group
            .Field(
                "filters",
                "Comparisons.",
                ValueSchema.List(ValueSchema.Of(_comparison)),
                (ref cursor, _, ref g) => ReadList(ref cursor, "filters", ref g, ReadComparison))
            .Field(
                "groups",
                "Groups within, at most five levels deep and 50 conditions in all.",
                ValueSchema.List(ValueSchema.Of(group)),
                (ref cursor, _, ref g) => ReadList(ref cursor, "groups", ref g, ReadGroup))
            .Check(RequireCondition);
    }

    private MetadataFilter? Read(ref JsonCursor cursor)
    {
        var root = new Draft { Left = Limits.FilterComparisons };
        var filter = cursor.IsNull ? null : ReadGroup(ref cursor, ref root);
        if (root.Left < 0)
        {
            cursor.Add(_field, ErrorCodes.TooMany, $"{_field} may hold at most {Limits.FilterComparisons} filters and groups");
        }

        return filter;
    }

    private MetadataFilter? ReadGroup(ref JsonCursor cursor, ref Draft parent)
    {
        if (parent.Depth == Limits.FilterDepth)
        {
            cursor.Add(_field, ErrorCodes.TooMany, $"{_field} may be nested at most {Limits.FilterDepth} levels deep");
            cursor.Skip();
            return null;
        }

        var group = new Draft { Depth = parent.Depth + 1, Left = parent.Left, Problems = cursor.Problems.Count, Conditions = [] };
        var isGroup = _group.Read(ref cursor, _field, $"a group in {_field}", ref group);
        parent.Left = group.Left;
        return isGroup ? new MetadataFilterGroup(group.Join == Join.And, group.Conditions) : null;
    }

    private MetadataFilter? ReadComparison(ref JsonCursor cursor, ref Draft group) => ComparisonBody.Read(ref cursor, _field, _comparison, _names);

    private void ReadList(ref JsonCursor cursor, string name, ref Draft group, ConditionReader read)
    {
        if (cursor.IsNull || !cursor.EnterArray(_field, name))
        {
            return;
        }

        while (cursor.NextElement())
        {
            if (--group.Left < 0)
            {
                cursor.Skip();
            }
            else if (read(ref cursor, ref group) is { } condition)
            {
                group.Conditions.Add(condition);
            }
        }
    }

    private void RequireCondition(ref JsonCursor cursor, ref Draft group, in FieldsGiven given)
    {
        if (cursor.Problems.Count == group.Problems && (group.Join is null || group.Conditions.Count == 0))
        {
            cursor.Add(_field, ErrorCodes.Required, $"a group in {_field} needs type (and, or) and at least one filter or group");
        }
    }

    private delegate MetadataFilter? ConditionReader(ref JsonCursor cursor, ref Draft group);

    // How many more conditions there may be, and how many problems there were before the group.
    private struct Draft
    {
        public Join? Join;
        public List<MetadataFilter> Conditions;
        public int Depth;
        public int Left;
        public int Problems;
    }
}

/// <summary>Declares conditions on metadata.</summary>
internal static class MetadataFilterFields
{
    /// <summary>The condition of version 3; null where it is absent.</summary>
    public static BodyTable<T> Metadata<T>(this BodyTable<T> table, string description, FieldSetter<T, MetadataFilter?> set) =>
        MetadataFilterBody.V3.AddTo(table, description, set);
}
