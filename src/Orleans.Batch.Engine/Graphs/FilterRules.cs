using System.Globalization;
using System.Text.Json;

namespace Orleans.Batch.Graphs;

/// <summary>The rules for a metadata filter: shallow, short, and with values that can be compared.</summary>
public static class FilterRules
{
    private const string Metadata = "episode_metadata_filters";

    internal static void Check(MetadataFilter? filter, ProblemList problems, string field = Metadata)
    {
        if (filter is not null && Count(filter, 1, problems, field) > Limits.FilterComparisons)
        {
            problems.Add(null, field, ErrorCodes.TooMany, string.Create(
                CultureInfo.InvariantCulture, $"{field} may have at most {Limits.FilterComparisons} conditions"));
        }
    }

    private static int Count(MetadataFilter filter, int depth, ProblemList problems, string field)
    {
        switch (filter)
        {
            case MetadataComparison comparison:
                CheckComparison(comparison, problems, field);
                return 1;
            case MetadataFilterGroup when depth > Limits.FilterDepth:
                problems.Add(null, field, ErrorCodes.TooMany, string.Create(
                    CultureInfo.InvariantCulture, $"{field} may be nested {Limits.FilterDepth} deep at most"));
                return 0;
            case MetadataFilterGroup { Conditions.Count: 0 }:
                problems.Add(null, field, ErrorCodes.Required, $"a group in {field} needs at least one condition");
                return 0;
            case MetadataFilterGroup group:
                return group.Conditions.Sum(c => Count(c, depth + 1, problems, field));
            default:
                return 0;
        }
    }

    private static void CheckComparison(MetadataComparison comparison, ProblemList problems, string field)
    {
        TextRules.Check(comparison.Key, Limits.FilterKeyLength, null, field, problems);
        if (comparison.Operator is MetadataOperator.IsNull or MetadataOperator.IsNotNull)
        {
            return;
        }

        var ordering = comparison.Operator is MetadataOperator.Greater or MetadataOperator.GreaterOrEqual
            or MetadataOperator.Less or MetadataOperator.LessOrEqual;
        var kind = ReadKind(comparison.Value, problems, field);
        if (kind is not (JsonValueKind.String or JsonValueKind.Number)
            && (ordering || kind is not (JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null)))
        {
            problems.Add(null, field, ErrorCodes.WrongType, ordering
                ? $"{field}: '{comparison.Key}' can be ordered against a string or a number only"
                : $"{field}: '{comparison.Key}' needs a string, number, boolean or null to compare with");
        }
    }

    private static JsonValueKind ReadKind(JsonText? value, ProblemList problems, string field)
    {
        if (value is not { Value: { } text })
        {
            return JsonValueKind.Undefined;
        }

        TextRules.Check(text, Limits.FilterValueLength, null, field, problems);
        using var json = JsonDocument.Parse(text);
        var element = json.RootElement;
        if (element.ValueKind == JsonValueKind.String)
        {
            CheckText(element, problems, field);
        }
        else if (element.ValueKind == JsonValueKind.Number && !double.IsFinite(element.GetDouble()))
        {
            problems.Add(null, field, ErrorCodes.OutOfRange, $"{field}: a number is too large to compare with");
        }

        return element.ValueKind;
    }

    private static void CheckText(JsonElement element, ProblemList problems, string field)
    {
        try
        {
            TextRules.CheckEncoding(element.GetString()!, null, field, problems);
        }
        catch (InvalidOperationException)
        {
            problems.Add(null, field, ErrorCodes.InvalidEncoding, $"{field}: a value holds half of a surrogate pair");
        }
    }
}
