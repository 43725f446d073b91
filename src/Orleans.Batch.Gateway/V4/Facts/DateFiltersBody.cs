using Orleans.Batch.Gateway.Graphs;

namespace Orleans.Batch.Gateway.V4.Facts;

/// <summary>
/// <c>date_filters</c>: <c>{"any_of": [{"all_of": [{"field", "operator", "value"}]}]}</c>. The alternatives may be about different
/// dates.
/// </summary>
internal static class DateFiltersBody
{
    private const string Field = "date_filters";
    private const string Operators = "eq, ne, gt, gte, lt, lte, is_null, is_not_null";

    private static readonly ListLimit Limit = new(Limits.FilterComparisons);

    private static readonly BodyTable<Comparison> Comparisons = new BodyTable<Comparison>("DateFilter", "One comparison of a date.", Field)
        .Word<DateField>("field", "Which date.", static (ref c, v) => c.Field = v).RequiredByRule()
        .RawText("operator", Limits.NameLength, $"One of {Operators}.", static (ref c, v) => c.Operator = v).RequiredByRule()
        .Timestamp("value", "The operand; not for is_null and is_not_null.", static (ref c, v) => c.Value = v);

    private static readonly BodyTable<Alternative> Alternatives = new BodyTable<Alternative>("DateFilterAlternative", "Comparisons that must all hold.", Field)
        .List<DateComparison>("all_of", "The comparisons.", ValueSchema.Of(Comparisons), ReadComparison, static (ref a, v) => a.All = v, Limit);

    private static readonly BodyTable<Group> Table = new BodyTable<Group>("DateFilters", "Alternatives, one of which must hold.", Field)
        .List<IReadOnlyList<DateComparison>>(
            "any_of", "The alternatives.", ValueSchema.Of(Alternatives), ReadAlternative, static (ref g, v) => g.Any = v, Limit);

    /// <summary>Declares the filter; null where it is absent or has no alternative.</summary>
    public static BodyTable<T> DateFilters<T>(this BodyTable<T> table, FieldSetter<T, DateCondition?> set) =>
        table.Value(Field, "A condition on dates.", ValueSchema.Of(Table), Read, set);

    private static DateCondition? Read(ref JsonCursor cursor, string field)
    {
        var group = default(Group);
        return !cursor.IsNull && Table.Read(ref cursor, field, field, ref group) && group.Any is { Count: > 0 } any
            ? new DateCondition(any)
            : null;
    }

    private static void ReadAlternative(ref JsonCursor cursor, string field, List<IReadOnlyList<DateComparison>> alternatives)
    {
        var alternative = default(Alternative);
        if (Alternatives.Read(ref cursor, Field, $"an alternative in {Field}", ref alternative))
        {
            alternatives.Add(alternative.All ?? []);
        }
    }

    private static void ReadComparison(ref JsonCursor cursor, string field, List<DateComparison> comparisons)
    {
        var before = cursor.Problems.Count;
        var comparison = default(Comparison);
        if (!Comparisons.Read(ref cursor, Field, $"a comparison in {Field}", ref comparison) || cursor.Problems.Count > before)
        {
            return;
        }

        if (comparison.Field is not { } date)
        {
            cursor.Add(Field, ErrorCodes.Required, $"a comparison in {Field} needs field: {string.Join(", ", EnumNames<DateField>.List)}");
        }
        else if (ComparisonNames.V4.Find(comparison.Operator) is { } sign and not MetadataOperator.Contains)
        {
            comparisons.Add(new DateComparison(sign, comparison.Value) { Field = date });
        }
        else
        {
            cursor.Add(Field, ErrorCodes.UnknownValue, $"{Field}: operator must be one of {Operators}");
        }
    }

    private struct Group
    {
        public IReadOnlyList<IReadOnlyList<DateComparison>>? Any;
    }

    private struct Alternative
    {
        public IReadOnlyList<DateComparison>? All;
    }

    private struct Comparison
    {
        public DateField? Field;
        public string? Operator;
        public DateTimeOffset? Value;
    }
}
