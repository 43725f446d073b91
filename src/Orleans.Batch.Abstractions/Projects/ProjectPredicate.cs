namespace Orleans.Batch;

/// <summary>The name of a fact in a project, as models use it.</summary>
/// <param name="Name">The name, in SCREAMING_SNAKE_CASE.</param>
/// <param name="IsSingleValued">Whether a subject has one object at a time under it, so that a later one ends the one before.</param>
/// <param name="Origin">Where it comes from.</param>
public sealed record ProjectPredicate(string Name, bool IsSingleValued, PredicateOrigin Origin);

/// <summary>Where the name of a fact comes from.</summary>
public enum PredicateOrigin
{
    /// <summary>Every project has it.</summary>
    BuiltIn,

    /// <summary>An answer of a model brought it.</summary>
    Learned,

    /// <summary>The operator decided about it.</summary>
    Decided,
}
