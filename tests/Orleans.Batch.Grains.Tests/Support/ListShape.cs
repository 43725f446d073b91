namespace Orleans.Batch.Grains.Tests;

/// <summary>The list types that a caller may pass where a contract has <see cref="IReadOnlyList{T}"/>.</summary>
public enum ListShape
{
    /// <summary>Null if that is allowed, otherwise an empty list; everything optional is absent.</summary>
    Absent,

    /// <summary>An empty collection expression.</summary>
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

    /// <summary>A type of the caller that no serializer knows.</summary>
    Own,
}
