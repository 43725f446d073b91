namespace Orleans.Batch.Gateway.Graphs;

/// <summary>The names of the fields of a comparison, and of its operators. Each version of the API has its own.</summary>
/// <param name="Operator">The field of the operator.</param>
/// <param name="Value">The field of the operand.</param>
/// <param name="Signs">The operators, for messages.</param>
internal sealed record ComparisonNames(string Operator, string Value, string Signs)
{
    private readonly Dictionary<string, MetadataOperator> _words = new(StringComparer.Ordinal);

    /// <summary>The names of version 3.</summary>
    public static ComparisonNames V3 { get; } =
        new("comparison_operator", "property_value", "=, <>, >, <, >=, <=, IS NULL, IS NOT NULL, CONTAINS");

    /// <summary>The names of version 4, which has words; the signs of version 3 count, too.</summary>
    public static ComparisonNames V4 { get; } = new(
        "operator",
        "value",
        new Dictionary<string, MetadataOperator>(StringComparer.Ordinal)
        {
            ["eq"] = MetadataOperator.Equal,
            ["ne"] = MetadataOperator.NotEqual,
            ["gt"] = MetadataOperator.Greater,
            ["gte"] = MetadataOperator.GreaterOrEqual,
            ["lt"] = MetadataOperator.Less,
            ["lte"] = MetadataOperator.LessOrEqual,
            ["is_null"] = MetadataOperator.IsNull,
            ["is_not_null"] = MetadataOperator.IsNotNull,
            ["contains"] = MetadataOperator.Contains,
        });

    private ComparisonNames(string operatorName, string value, Dictionary<string, MetadataOperator> words)
        : this(operatorName, value, string.Join(", ", words.Keys)) => _words = words;

    /// <summary>The operator of a word or sign; null when there is none.</summary>
    public MetadataOperator? Find(string? sign) => sign switch
    {
        null => null,
        "=" => MetadataOperator.Equal,
        "<>" => MetadataOperator.NotEqual,
        ">" => MetadataOperator.Greater,
        ">=" => MetadataOperator.GreaterOrEqual,
        "<" => MetadataOperator.Less,
        "<=" => MetadataOperator.LessOrEqual,
        "IS NULL" or "is_null" => MetadataOperator.IsNull,
        "IS NOT NULL" => MetadataOperator.IsNotNull,
        "CONTAINS" => MetadataOperator.Contains,
        _ => _words.TryGetValue(sign, out var word) ? word : null,
    };
}
