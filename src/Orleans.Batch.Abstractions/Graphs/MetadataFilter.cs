namespace Orleans.Batch;

/// <summary>A condition on metadata: a comparison, or several conditions joined by and / or.</summary>
public abstract record MetadataFilter;

/// <summary>Several conditions.</summary>
/// <param name="All">True: every one must hold (and); false: any one (or).</param>
/// <param name="Conditions">The conditions; at least one.</param>
public sealed record MetadataFilterGroup(bool All, IReadOnlyList<MetadataFilter> Conditions) : MetadataFilter;

/// <summary>One comparison of a metadata value.</summary>
/// <param name="Key">The metadata key.</param>
/// <param name="Operator">How to compare.</param>
/// <param name="Value">What with: a JSON scalar; null for the operators that need none.</param>
public sealed record MetadataComparison(string Key, MetadataOperator Operator, JsonText? Value) : MetadataFilter;

/// <summary>How a metadata value is compared.</summary>
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
