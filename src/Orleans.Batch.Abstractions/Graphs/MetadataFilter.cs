namespace Orleans.Batch;

/// <summary>A condition on metadata: a comparison, or several conditions joined by and / or.</summary>
[GenerateSerializer]
[Alias("orleans-batch.metadata-filter.v1")]
[Immutable]
public abstract record MetadataFilter;

/// <summary>Several conditions.</summary>
/// <param name="All">True: every one must hold (and); false: any one (or).</param>
/// <param name="Conditions">The conditions; at least one.</param>
[GenerateSerializer]
[Alias("orleans-batch.metadata-filter-group.v1")]
[Immutable]
public sealed record MetadataFilterGroup(
    [property: Id(0)] bool All,
    [property: Id(1)] IReadOnlyList<MetadataFilter> Conditions) : MetadataFilter;

/// <summary>One comparison of a metadata value.</summary>
/// <param name="Key">The metadata key.</param>
/// <param name="Operator">How to compare.</param>
/// <param name="Value">The operand: a JSON scalar; null for the operators that need none.</param>
[GenerateSerializer]
[Alias("orleans-batch.metadata-comparison.v1")]
[Immutable]
public sealed record MetadataComparison(
    [property: Id(0)] string Key,
    [property: Id(1)] MetadataOperator Operator,
    [property: Id(2)] JsonText? Value) : MetadataFilter;

/// <summary>How a metadata value is compared.</summary>
[GenerateSerializer]
[Alias("orleans-batch.metadata-operator.v1")]
public enum MetadataOperator
{
    /// <summary>Equal; an array that contains the value is equal too.</summary>
    Equal,

    /// <summary>Present and not equal.</summary>
    NotEqual,

    /// <summary>Greater than.</summary>
    Greater,

    /// <summary>Greater than or equal.</summary>
    GreaterOrEqual,

    /// <summary>Less than.</summary>
    Less,

    /// <summary>Less than or equal.</summary>
    LessOrEqual,

    /// <summary>Absent or null.</summary>
    IsNull,

    /// <summary>Present and not null.</summary>
    IsNotNull,

    /// <summary>A text that contains the value, or an array with it as an element.</summary>
    Contains,
}
