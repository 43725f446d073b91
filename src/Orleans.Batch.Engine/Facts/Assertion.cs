namespace Orleans.Batch.Facts;

/// <summary>
/// A statement of an item that a fact holds from a moment on, or ceases to hold at it. Every assertion is kept; the facts of a graph are
/// derived from them, so that the order in which items arrive does not matter.
/// </summary>
public sealed record Assertion
{
    /// <summary>The entity it is about.</summary>
    public required Entity Subject { get; init; }

    /// <summary>
    /// The name of the fact in SCREAMING_SNAKE_CASE, such as <c>WORKS_AT</c>. Shown in lower case with spaces, it stands
    /// between the subject and the object of the fact's sentence.
    /// </summary>
    public required string Predicate { get; init; }

    /// <summary>The other entity; null when the object is a <see cref="Value"/>.</summary>
    public Entity? Object { get; init; }

    /// <summary>A scalar as JSON, such as <c>"paid"</c>, <c>12.5</c> or <c>true</c>; null with an <see cref="Object"/>.</summary>
    public string? Value { get; init; }

    /// <summary>
    /// Whether the subject has one object at a time under this predicate, so that a later different one ends this one.
    /// Otherwise several objects hold together.
    /// </summary>
    public bool SingleValued { get; init; }

    /// <summary>Whether the fact ceases to hold. Has no effect when it did not hold at that moment.</summary>
    public bool Ends { get; init; }

    /// <summary>
    /// The fact as a sentence of its own, at most <see cref="FactText.MaxSentence"/> characters; null for the one that its parts make.
    /// </summary>
    public string? Sentence { get; init; }

    /// <summary>The moment; null for the item's reference time.</summary>
    public DateTimeOffset? At { get; init; }
}
