namespace Orleans.Batch.Gateway.Graphs;

/// <summary>
/// <c>episode_metadata_filters</c>: <c>{"type": "and"|"or", "filters": [...], "groups": [...]}</c>. Depth and number
/// are bounded, because each comparison becomes part of a query.
/// </summary>
internal static class MetadataFilterBody
{
    private const string Field = "episode_metadata_filters";

    private static readonly BodyTable<ComparisonBody.Draft> Comparison = ComparisonBody.Table(Field);

    private static readonly BodyTable<Draft> Group = NewGroup();

    private enum Join
    {
        And,
        Or,
    }

    /// <summary>Declares a condition on metadata; null where it is absent.</summary>
    public static BodyTable<T> Metadata<T>(this BodyTable<T> table, string description, FieldSetter<T, MetadataFilter?> set) =>
        table.Value(Field, description, ValueSchema.Of(Group), static (ref cursor, _) => Read(ref cursor), set);

    private static BodyTable<Draft> NewGroup()
    {
        var group = new BodyTable<Draft>("MetadataGroup", "Conditions on metadata, joined.", Field)
            .Word<Join>("type", "How they are joined.", static (ref g, v) => g.Join = v).RequiredByRule();
        return group
            .Field(
                "filters",
                "Comparisons.",
                ValueSchema.List(ValueSchema.Of(Comparison)),
                static (ref cursor, _, ref g) => ReadList(ref cursor, "filters", ref g, ReadComparison))
            .Field(
                "groups",
                "Groups within, at most five levels deep and 50 conditions in all.",
                ValueSchema.List(ValueSchema.Of(group)),
                static (ref cursor, _, ref g) => ReadList(ref cursor, "groups", ref g, ReadGroup))
            .Check(RequireCondition);
    }

    private static MetadataFilter? Read(ref JsonCursor cursor)
    {
        var root = new Draft { Left = Limits.FilterComparisons };
        var filter = cursor.IsNull ? null : ReadGroup(ref cursor, ref root);
        if (root.Left < 0)
        {
            cursor.Add(Field, ErrorCodes.TooMany, $"{Field} may hold at most {Limits.FilterComparisons} filters and groups");
        }

        return filter;
    }

    private static MetadataFilter? ReadGroup(ref JsonCursor cursor, ref Draft parent)
    {
        if (parent.Depth == Limits.FilterDepth)
        {
            cursor.Add(Field, ErrorCodes.TooMany, $"{Field} may be nested at most {Limits.FilterDepth} levels deep");
            cursor.Skip();
            return null;
        }

        var group = new Draft { Depth = parent.Depth + 1, Left = parent.Left, Problems = cursor.Problems.Count, Conditions = [] };
        var isGroup = Group.Read(ref cursor, Field, $"a group in {Field}", ref group);
        parent.Left = group.Left;
        return isGroup ? new MetadataFilterGroup(group.Join == Join.And, group.Conditions) : null;
    }

    private static MetadataFilter? ReadComparison(ref JsonCursor cursor, ref Draft group) => ComparisonBody.Read(ref cursor, Field, Comparison);

    private static void ReadList(ref JsonCursor cursor, string name, ref Draft group, ConditionReader read)
    {
        if (cursor.IsNull || !cursor.EnterArray(Field, name))
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

    private static void RequireCondition(ref JsonCursor cursor, ref Draft group, in FieldsGiven given)
    {
        if (cursor.Problems.Count == group.Problems && (group.Join is null || group.Conditions.Count == 0))
        {
            cursor.Add(Field, ErrorCodes.Required, $"a group in {Field} needs type (and, or) and at least one filter or group");
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
