using System.Globalization;
using System.Text.Json;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>
/// Turns a filter into SQL over a jsonb column <c>m</c>. Keys and values go in as parameters; only the shape is text.
/// </summary>
internal sealed class MetadataCondition(List<object?> values)
{
    public string ToSql(MetadataFilter filter) => filter switch
    {
        MetadataFilterGroup group => "(" + string.Join(group.All ? " AND " : " OR ", group.Conditions.Select(ToSql)) + ")",

        // Absent keys give SQL's third truth value, which NOT and OR would propagate.
        MetadataComparison comparison => $"coalesce({Compare(comparison)}, false)",
        _ => throw new NotSupportedException(filter.GetType().Name),
    };

    private string Compare(MetadataComparison comparison)
    {
        var v = $"(m -> {Parameter(comparison.Key)}::text)";
        var present = $"({v} IS NOT NULL AND {v} <> 'null')";
        return comparison.Operator switch
        {
            MetadataOperator.IsNull => $"NOT {present}",
            MetadataOperator.IsNotNull => present,

            // An array contains a scalar that is one of its elements; a scalar contains its equal.
            MetadataOperator.Equal => $"{v} @> {Json(comparison)}",
            MetadataOperator.NotEqual => $"({present} AND NOT {v} @> {Json(comparison)})",
            MetadataOperator.Contains => Contains(v, comparison),
            MetadataOperator.Greater => Order(v, ">", comparison),
            MetadataOperator.GreaterOrEqual => Order(v, ">=", comparison),
            MetadataOperator.Less => Order(v, "<", comparison),
            MetadataOperator.LessOrEqual => Order(v, "<=", comparison),
            _ => throw new NotSupportedException(comparison.Operator.ToString()),
        };
    }

    private string Contains(string v, MetadataComparison comparison)
    {
        var element = $"(jsonb_typeof({v}) = 'array' AND {v} @> {Json(comparison)})";
        return Text(comparison) is { } text
            ? $"({element} OR (jsonb_typeof({v}) = 'string' AND strpos({v} #>> '{{}}', {Parameter(text)}::text) > 0))"
            : element;
    }

    // Texts in code point order, independent of the database's locale: dates in ISO form then order as dates.
    private string Order(string v, string sign, MetadataComparison comparison) => Text(comparison) is { } text
        ? $"(jsonb_typeof({v}) = 'string' AND ({v} #>> '{{}}') COLLATE \"C\" {sign} {Parameter(text)}::text)"
        : $"(jsonb_typeof({v}) = 'number' AND {v} {sign} {Json(comparison)})";

    private string Json(MetadataComparison comparison) => Parameter(comparison.Value!.Value.Value) + "::jsonb";

    private static string? Text(MetadataComparison comparison)
    {
        using var json = JsonDocument.Parse(comparison.Value!.Value.Value);
        return json.RootElement.ValueKind == JsonValueKind.String ? json.RootElement.GetString() : null;
    }

    private string Parameter(string value)
    {
        values.Add(value);
        return "$" + values.Count.ToString(CultureInfo.InvariantCulture);
    }
}
