namespace Orleans.Batch.Facts;

/// <summary>
/// What an item says was so from a moment on, or ceased to be so at it. Every assertion is kept; the facts of a graph are
/// derived from them, so that the order in which items arrive does not matter.
/// </summary>
public sealed record Assertion
{
    /// <summary>Whom or what it is about.</summary>
    public required Entity Subject { get; init; }

    /// <summary>
    /// The name of the fact in SCREAMING_SNAKE_CASE, such as <c>WORKS_AT</c>. Shown in lower case with spaces, it stands
    /// between the subject and the object of the fact's sentence.
    /// </summary>
    public required string Predicate { get; init; }

    /// <summary>The other entity; null when the object is a <see cref="Value"/>.</summary>
    public Entity? Object { get; init; }

    /// <summary>A scalar as JSON text, such as <c>"paid"</c>, <c>12.5</c> or <c>true</c>; null when there is an <see cref="Object"/>.</summary>
    public string? Value { get; init; }

    /// <summary>
    /// Whether the subject has one object at a time under this predicate, so that a later other one ends this one.
    /// Otherwise objects stand beside each other.
    /// </summary>
    public bool SingleValued { get; init; }

    /// <summary>Whether it ceased to be so. Ends nothing when it was not so at that moment.</summary>
    public bool Ends { get; init; }

    /// <summary>The moment; null for the item's reference time.</summary>
    public DateTimeOffset? At { get; init; }
}
