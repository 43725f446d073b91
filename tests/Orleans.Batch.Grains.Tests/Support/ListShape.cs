namespace Orleans.Batch.Grains.Tests;

/// <summary>What a caller may give where a contract says <see cref="IReadOnlyList{T}"/>.</summary>
public enum ListShape
{
    /// <summary>Null where that is allowed, or a list of nothing; all that may be absent is absent.</summary>
    Absent,

    /// <summary>A collection expression of nothing.</summary>
    Empty,

    /// <summary>A collection expression of one element; a type that the compiler makes.</summary>
    SingleElement,

    /// <summary>A collection expression of some elements; another type that the compiler makes.</summary>
    Elements,

    /// <summary>A collection expression of unknown length; a third type that the compiler makes.</summary>
    Spread,

    /// <summary>An array.</summary>
    Array,

    /// <summary>A list.</summary>
    List,

    /// <summary>A type of the caller's that no serializer knows.</summary>
    Own,
}
