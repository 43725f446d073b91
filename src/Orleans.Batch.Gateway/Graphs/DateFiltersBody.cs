namespace Orleans.Batch.Gateway.Graphs;

/// <summary>The filters of one date: a list of alternatives, each a list of comparisons that must all hold.</summary>
internal static class DateFiltersBody
{
    private static readonly ListLimit Limit = new(Limits.FilterComparisons);

    /// <summary>Declares the filters of a date.</summary>
    public static BodyTable<SearchFilters> Dates(this BodyTable<SearchFilters> table, DateField date, string description)
    {
        var name = EnumNames<DateField>.List[(int)date];
        var comparison = new BodyTable<Draft>("DateFilterRequest", "One comparison of a date.", name)
            .RawText(
                "comparison_operator",
                Limits.NameLength,
                "One of =, <>, >, <, >=, <=, IS NULL, is_null, IS NOT NULL.",
                static (ref c, v) => c.Operator = v).RequiredByRule()
            .Timestamp("date", "The operand; not for IS NULL and IS NOT NULL.", static (ref c, v) => c.Date = v);
        return table.Value(
            name,
            description,
            ValueSchema.List(ValueSchema.List(ValueSchema.Of(comparison)), Limit.Max),
            (ref cursor, field) => Read(ref cursor, field, date, comparison),
            (ref f, v) => f = v is null ? f : f with { Dates = [.. f.Dates, new DateCondition(v)] });
    }

    private static List<IReadOnlyList<DateComparison>>? Read(
        ref JsonCursor cursor, string field, DateField date, BodyTable<Draft> comparison)
    {
        if (cursor.IsNull || !cursor.EnterArray(field, field))
        {
            return null;
        }

        var alternatives = new List<IReadOnlyList<DateComparison>>();
        var count = 0;
        while (cursor.NextElement())
        {
            if (++count > Limit.Max)
            {
                cursor.Skip();
            }
            else if (cursor.EnterArray(field, $"each entry of {field}"))
            {
                alternatives.Add(ReadParts(ref cursor, field, date, comparison, ref count));
            }
        }

        cursor.RefuseMore(field, count, Limit);
        return alternatives;
    }

    private static List<DateComparison> ReadParts(
        ref JsonCursor cursor, string field, DateField date, BodyTable<Draft> comparison, ref int count)
    {
        var parts = new List<DateComparison>();
        while (cursor.NextElement())
        {
            if (++count > Limit.Max)
            {
                cursor.Skip();
            }
            else if (ReadOne(ref cursor, field, comparison) is { } part)
            {
                parts.Add(part with { Field = date });
            }
        }

        return parts;
    }

    private static DateComparison? ReadOne(ref JsonCursor cursor, string field, BodyTable<Draft> comparison)
    {
        var before = cursor.Problems.Count;
        var draft = default(Draft);
        if (!comparison.Read(ref cursor, field, $"a date filter in {field}", ref draft) || cursor.Problems.Count > before)
        {
            return null;
        }

        if (ComparisonNames.V3.Find(draft.Operator) is { } sign and not MetadataOperator.Contains)
        {
            return new DateComparison(sign, draft.Date);
        }

        cursor.Add(field, ErrorCodes.UnknownValue, $"{field}: comparison_operator must be one of =, <>, >, <, >=, <=, IS NULL, IS NOT NULL");
        return null;
    }

    internal struct Draft
    {
        public string? Operator;
        public DateTimeOffset? Date;
    }
}
