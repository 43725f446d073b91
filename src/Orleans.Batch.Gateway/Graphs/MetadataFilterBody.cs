namespace Orleans.Batch.Gateway;

/// <summary>
/// Reads <c>episode_metadata_filters</c>: <c>{"type": "and"|"or", "filters": [...], "groups": [...]}</c>. Depth and
/// number are bounded, because each comparison becomes part of a query.
/// </summary>
internal static class MetadataFilterBody
{
    private const string Field = "episode_metadata_filters";
    private const int MaxKey = 500;
    private const int MaxValueBytes = 4_096;

    private enum Join
    {
        And,
        Or,
    }

    public static MetadataFilter? Parse(ref JsonCursor cursor)
    {
        var left = Limits.FilterComparisons;
        var filter = cursor.IsNull ? null : ParseGroup(ref cursor, 1, ref left);
        if (left < 0)
        {
            cursor.Add(Field, ErrorCodes.TooMany, $"{Field} may hold at most {Limits.FilterComparisons} filters and groups");
        }

        return filter;
    }

    private static MetadataFilterGroup? ParseGroup(ref JsonCursor cursor, int depth, ref int left)
    {
        if (depth > Limits.FilterDepth)
        {
            cursor.Add(Field, ErrorCodes.TooMany, $"{Field} may be nested at most {Limits.FilterDepth} levels deep");
            cursor.Skip();
            return null;
        }

        if (!cursor.EnterObject(Field, $"a group in {Field}"))
        {
            return null;
        }

        var before = cursor.Problems.Count;
        Join? join = null;
        var conditions = new List<MetadataFilter>();
        var keys = cursor.NewGuard();
        while (cursor.NextField(ref keys, out var name))
        {
            if (name.SequenceEqual("type"u8))
            {
                join = cursor.Word<Join>(Field + ".type");
            }
            else if (name.SequenceEqual("filters"u8))
            {
                ParseList(ref cursor, depth, groups: false, conditions, ref left);
            }
            else if (name.SequenceEqual("groups"u8))
            {
                ParseList(ref cursor, depth, groups: true, conditions, ref left);
            }
            else
            {
                cursor.SkipUnknown(name);
            }
        }

        if (cursor.Problems.Count == before && (join is null || conditions.Count == 0))
        {
            cursor.Add(Field, ErrorCodes.Required, $"a group in {Field} needs type (and, or) and at least one filter or group");
        }

        return new MetadataFilterGroup(join == Join.And, conditions);
    }

    private static void ParseList(ref JsonCursor cursor, int depth, bool groups, List<MetadataFilter> conditions, ref int left)
    {
        if (cursor.IsNull || !cursor.EnterArray(Field, groups ? "groups" : "filters"))
        {
            return;
        }

        while (cursor.NextElement())
        {
            if (--left < 0)
            {
                cursor.Skip();
            }
            else
            {
                MetadataFilter? condition = groups ? ParseGroup(ref cursor, depth + 1, ref left) : ParseComparison(ref cursor, Field);
                if (condition is not null)
                {
                    conditions.Add(condition);
                }
            }
        }
    }

    /// <summary>Reads a list of comparisons, all of which must hold; null is an empty one.</summary>
    public static IReadOnlyList<MetadataComparison> ParseComparisons(ref JsonCursor cursor, string field)
    {
        if (cursor.IsNull || !cursor.EnterArray(field, field))
        {
            return [];
        }

        var comparisons = new List<MetadataComparison>();
        var count = 0;
        while (cursor.NextElement())
        {
            if (++count > Limits.FilterComparisons)
            {
                cursor.Skip();
            }
            else if (ParseComparison(ref cursor, field) is { } comparison)
            {
                comparisons.Add(comparison);
            }
        }

        UuidListBody.RefuseMore(ref cursor, field, count, Limits.FilterComparisons);
        return comparisons;
    }

    private static MetadataComparison? ParseComparison(ref JsonCursor cursor, string field)
    {
        if (!cursor.EnterObject(field, $"a filter in {field}"))
        {
            return null;
        }

        var before = cursor.Problems.Count;
        string? key = null;
        string? sign = null;
        JsonText? value = null;
        var keys = cursor.NewGuard();
        while (cursor.NextField(ref keys, out var name))
        {
            if (name.SequenceEqual("property_name"u8))
            {
                key = cursor.ShortText(field + ".property_name", MaxKey);
            }
            else if (name.SequenceEqual("comparison_operator"u8))
            {
                sign = cursor.Text(field + ".comparison_operator", MaxKey);
            }
            else if (name.SequenceEqual("property_value"u8))
            {
                value = cursor.ScalarText(field + ".property_value", MaxValueBytes);
            }
            else
            {
                cursor.SkipUnknown(name);
            }
        }

        return cursor.Problems.Count > before ? null : Compare(ref cursor, field, key, sign, value);
    }

    private static MetadataComparison? Compare(
        ref JsonCursor cursor, string field, string? key, string? sign, JsonText? value)
    {
        if (string.IsNullOrEmpty(key))
        {
            cursor.Add(field, ErrorCodes.Required, $"a filter in {field} needs property_name");
            return null;
        }

        if (OperatorOf(sign) is not { } comparison)
        {
            cursor.Add(field, ErrorCodes.UnknownValue, "comparison_operator must be one of =, <>, >, <, >=, <=, IS NULL, IS NOT NULL, CONTAINS");
            return null;
        }

        if (comparison is MetadataOperator.IsNull or MetadataOperator.IsNotNull)
        {
            return new MetadataComparison(key, comparison, null);
        }

        if (value is null)
        {
            cursor.Add(field, ErrorCodes.Required, $"the operator {sign} needs a property_value that is not null");
            return null;
        }

        return new MetadataComparison(key, comparison, value);
    }

    /// <summary>The operator of a sign; null when there is none.</summary>
    public static MetadataOperator? OperatorOf(string? sign) => sign switch
    {
        "=" => MetadataOperator.Equal,
        "<>" => MetadataOperator.NotEqual,
        ">" => MetadataOperator.Greater,
        ">=" => MetadataOperator.GreaterOrEqual,
        "<" => MetadataOperator.Less,
        "<=" => MetadataOperator.LessOrEqual,
        "IS NULL" or "is_null" => MetadataOperator.IsNull,
        "IS NOT NULL" => MetadataOperator.IsNotNull,
        "CONTAINS" => MetadataOperator.Contains,
        _ => null,
    };
}
