namespace Orleans.Batch.Gateway.Graphs;

/// <summary>One comparison of a value: of an attribute, or of an episode's metadata.</summary>
internal static class ComparisonBody
{
    /// <summary>The fields of a comparison in a field of this name.</summary>
    public static BodyTable<Draft> Table(string parent, ComparisonNames names) => new BodyTable<Draft>(
        "MetadataCondition", "One comparison of a metadata value.", parent)
        .Text("property_name", Limits.FilterKeyLength, "The metadata key.", static (ref c, v) => c.Key = v).RequiredByRule()
        .RawText(
            names.Operator,
            Limits.FilterKeyLength,
            $"One of {names.Signs}.",
            static (ref c, v) => c.Operator = v).RequiredByRule()
        .Value(
            names.Value,
            "A string, a number or a boolean.",
            ValueSchema.Any,
            static (ref cursor, label) => cursor.ScalarText(label, Limits.FilterValueBytes),
            static (ref c, v) => c.Value = v);

    /// <summary>Declares a list of comparisons, all of which must hold; null is an empty one.</summary>
    public static BodyTable<T> Comparisons<T>(
        this BodyTable<T> table,
        string name,
        string description,
        ComparisonNames names,
        FieldSetter<T, IReadOnlyList<MetadataComparison>> set)
    {
        var comparison = Table(name, names);
        return table.List<MetadataComparison>(
            name,
            description,
            ValueSchema.Of(comparison),
            (ref cursor, field, entries) =>
            {
                if (Read(ref cursor, field, comparison, names) is { } entry)
                {
                    entries.Add(entry);
                }
            },
            (ref body, v) => set(ref body, v ?? []),
            new ListLimit(Limits.FilterComparisons));
    }

    /// <summary>Reads one comparison; returns null when it has problems, which are added.</summary>
    public static MetadataComparison? Read(ref JsonCursor cursor, string field, BodyTable<Draft> comparison, ComparisonNames names)
    {
        var before = cursor.Problems.Count;
        var draft = default(Draft);
        return comparison.Read(ref cursor, field, $"a filter in {field}", ref draft) && cursor.Problems.Count == before
            ? Compare(ref cursor, field, draft, names)
            : null;
    }

    private static MetadataComparison? Compare(ref JsonCursor cursor, string field, in Draft draft, ComparisonNames names)
    {
        if (string.IsNullOrEmpty(draft.Key))
        {
            cursor.Add(field, ErrorCodes.Required, $"a filter in {field} needs property_name");
            return null;
        }

        if (names.Find(draft.Operator) is not { } sign)
        {
            cursor.Add(field, ErrorCodes.UnknownValue, $"{names.Operator} must be one of {names.Signs}");
            return null;
        }

        if (sign is MetadataOperator.IsNull or MetadataOperator.IsNotNull)
        {
            return new MetadataComparison(draft.Key, sign, null);
        }

        if (draft.Value is null)
        {
            cursor.Add(field, ErrorCodes.Required, $"the operator {draft.Operator} needs a {names.Value} that is not null");
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
