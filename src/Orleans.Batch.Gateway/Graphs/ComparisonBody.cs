namespace Orleans.Batch.Gateway.Graphs;

/// <summary>One comparison of a value: of an attribute, or of an episode's metadata.</summary>
internal static class ComparisonBody
{
    /// <summary>The fields of a comparison in a field of this name.</summary>
    public static BodyTable<Draft> Table(string parent) => new BodyTable<Draft>("MetadataCondition", "One comparison of a metadata value.", parent)
        .Text("property_name", Limits.FilterKeyLength, "The metadata key.", static (ref c, v) => c.Key = v).RequiredByRule()
        .RawText(
            "comparison_operator",
            Limits.FilterKeyLength,
            "One of =, <>, >, <, >=, <=, IS NULL, IS NOT NULL, CONTAINS.",
            static (ref c, v) => c.Operator = v).RequiredByRule()
        .Value(
            "property_value",
            "A string, a number or a boolean.",
            ValueSchema.Any,
            static (ref cursor, label) => cursor.ScalarText(label, Limits.FilterValueBytes),
            static (ref c, v) => c.Value = v);

    /// <summary>Declares a list of comparisons, all of which must hold; null is an empty one.</summary>
    public static BodyTable<T> Comparisons<T>(
        this BodyTable<T> table, string name, string description, FieldSetter<T, IReadOnlyList<MetadataComparison>> set)
    {
        var comparison = Table(name);
        return table.List<MetadataComparison>(
            name,
            description,
            ValueSchema.Of(comparison),
            (ref cursor, field, entries) =>
            {
                if (Read(ref cursor, field, comparison) is { } entry)
                {
                    entries.Add(entry);
                }
            },
            (ref body, v) => set(ref body, v ?? []),
            new ListLimit(Limits.FilterComparisons));
    }

    /// <summary>Reads one comparison; returns null when it has problems, which are added.</summary>
    public static MetadataComparison? Read(ref JsonCursor cursor, string field, BodyTable<Draft> comparison)
    {
        var before = cursor.Problems.Count;
        var draft = default(Draft);
        return comparison.Read(ref cursor, field, $"a filter in {field}", ref draft) && cursor.Problems.Count == before
            ? Compare(ref cursor, field, draft)
            : null;
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

    private static MetadataComparison? Compare(ref JsonCursor cursor, string field, in Draft draft)
    {
        if (string.IsNullOrEmpty(draft.Key))
        {
            cursor.Add(field, ErrorCodes.Required, $"a filter in {field} needs property_name");
            return null;
        }

        if (OperatorOf(draft.Operator) is not { } sign)
        {
            cursor.Add(field, ErrorCodes.UnknownValue, "comparison_operator must be one of =, <>, >, <, >=, <=, IS NULL, IS NOT NULL, CONTAINS");
            return null;
        }

        if (sign is MetadataOperator.IsNull or MetadataOperator.IsNotNull)
        {
            return new MetadataComparison(draft.Key, sign, null);
        }

        if (draft.Value is null)
        {
            cursor.Add(field, ErrorCodes.Required, $"the operator {draft.Operator} needs a property_value that is not null");
            return null;
        }

        return new MetadataComparison(draft.Key, sign, draft.Value);
    }

    internal struct Draft
    {
        public string? Key;
        public string? Operator;
        public JsonText? Value;
    }
}
