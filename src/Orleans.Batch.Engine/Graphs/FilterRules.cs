using System.Globalization;
using System.Text.Json;

namespace Orleans.Batch.Graphs;

/// <summary>What a metadata filter may be: shallow, short, and with values that can be compared.</summary>
public static class FilterRules
{
    /// <summary>How many comparisons a filter may have.</summary>
    public const int MaxComparisons = 50;

    /// <summary>How deep groups may be nested.</summary>
    public const int MaxDepth = 5;

    /// <summary>Longest key or value, in code points.</summary>
    public const int MaxValueLength = 1_000;

    private const string Field = "episode_metadata_filters";

    internal static void Check(MetadataFilter? filter, ProblemList problems)
    {
        if (filter is not null && Count(filter, 1, problems) > MaxComparisons)
        {
            problems.Add(null, Field, ErrorCodes.TooMany, string.Create(
                CultureInfo.InvariantCulture, $"{Field} may have at most {MaxComparisons} conditions"));
        }
    }

    private static int Count(MetadataFilter filter, int depth, ProblemList problems)
    {
        switch (filter)
        {
            case MetadataComparison comparison:
                CheckComparison(comparison, problems);
                return 1;
            case MetadataFilterGroup when depth > MaxDepth:
                problems.Add(null, Field, ErrorCodes.TooMany, string.Create(
                    CultureInfo.InvariantCulture, $"{Field} may be nested {MaxDepth} deep at most"));
                return 0;
            case MetadataFilterGroup { Conditions.Count: 0 }:
                problems.Add(null, Field, ErrorCodes.Required, $"a group in {Field} needs at least one condition");
                return 0;
            case MetadataFilterGroup group:
                return group.Conditions.Sum(c => Count(c, depth + 1, problems));
            default:
                return 0;
        }
    }

    private static void CheckComparison(MetadataComparison comparison, ProblemList problems)
    {
        TextRules.Check(comparison.Key, MaxValueLength, null, Field, problems);
        if (comparison.Operator is MetadataOperator.IsNull or MetadataOperator.IsNotNull)
        {
            return;
        }

        var ordering = comparison.Operator is MetadataOperator.Greater or MetadataOperator.GreaterOrEqual
            or MetadataOperator.Less or MetadataOperator.LessOrEqual;
        var kind = ReadKind(comparison.Value, problems);
        if (kind is not (JsonValueKind.String or JsonValueKind.Number)
            && (ordering || kind is not (JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null)))
        {
            problems.Add(null, Field, ErrorCodes.WrongType, ordering
                ? $"{Field}: '{comparison.Key}' can be ordered against a string or a number only"
                : $"{Field}: '{comparison.Key}' needs a string, number, boolean or null to compare with");
        }
    }

    private static JsonValueKind ReadKind(JsonText? value, ProblemList problems)
    {
        if (value is not { Value: { } text })
        {
            return JsonValueKind.Undefined;
        }

        TextRules.Check(text, MaxValueLength, null, Field, problems);
        using var json = JsonDocument.Parse(text);
        var element = json.RootElement;
        if (element.ValueKind == JsonValueKind.String)
        {
            CheckText(element, problems);
        }
        else if (element.ValueKind == JsonValueKind.Number && !double.IsFinite(element.GetDouble()))
        {
            problems.Add(null, Field, ErrorCodes.OutOfRange, $"{Field}: a number is too large to compare with");
        }

        return element.ValueKind;
    }

    private static void CheckText(JsonElement element, ProblemList problems)
    {
        try
        {
            TextRules.CheckEncoding(element.GetString()!, null, Field, problems);
        }
        catch (InvalidOperationException)
        {
            problems.Add(null, Field, ErrorCodes.InvalidEncoding, $"{Field}: a value holds half of a surrogate pair");
        }
    }
}
