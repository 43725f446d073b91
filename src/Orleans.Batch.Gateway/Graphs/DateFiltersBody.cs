namespace Orleans.Batch.Gateway;

/// <summary>Reads the filters of one date: a list of alternatives, each a list of comparisons that must all hold.</summary>
internal static class DateFiltersBody
{
    public static DateCondition? Parse(ref JsonCursor cursor, DateField field)
    {
        var name = EnumNames<DateField>.List[(int)field];
        if (cursor.IsNull || !cursor.EnterArray(name, name))
        {
            return null;
        }

        var alternatives = new List<IReadOnlyList<DateComparison>>();
        var count = 0;
        while (cursor.NextElement())
        {
            count++;
            if (count > Limits.FilterComparisons)
            {
                cursor.Skip();
            }
            else if (cursor.EnterArray(name, $"each entry of {name}"))
            {
                alternatives.Add(ParseParts(ref cursor, name, ref count));
            }
        }

        UuidListBody.RefuseMore(ref cursor, name, count, Limits.FilterComparisons);
        return new DateCondition(field, alternatives);
    }

    private static List<DateComparison> ParseParts(ref JsonCursor cursor, string name, ref int count)
    {
        var parts = new List<DateComparison>();
        while (cursor.NextElement())
        {
            count++;
            if (count > Limits.FilterComparisons)
            {
                cursor.Skip();
            }
            else if (ParseOne(ref cursor, name) is { } part)
            {
                parts.Add(part);
            }
        }

        return parts;
    }

    private static DateComparison? ParseOne(ref JsonCursor cursor, string field)
    {
        if (!cursor.EnterObject(field, $"a date filter in {field}"))
        {
            return null;
        }

        var before = cursor.Problems.Count;
        string? sign = null;
        DateTimeOffset? date = null;
        var keys = cursor.NewGuard();
        while (cursor.NextField(ref keys, out var name))
        {
            if (name.SequenceEqual("comparison_operator"u8))
            {
                sign = cursor.Text(field + ".comparison_operator", Limits.NameLength);
            }
            else if (name.SequenceEqual("date"u8))
            {
                date = cursor.Timestamp(field + ".date");
            }
            else
            {
                cursor.SkipUnknown(name);
            }
        }

        if (cursor.Problems.Count > before)
        {
            return null;
        }

        if (MetadataFilterBody.OperatorOf(sign) is { } comparison and not MetadataOperator.Contains)
        {
            return new DateComparison(comparison, date);
        }

        cursor.Add(field, ErrorCodes.UnknownValue, $"{field}: comparison_operator must be one of =, <>, >, <, >=, <=, IS NULL, IS NOT NULL");
        return null;
    }
}
