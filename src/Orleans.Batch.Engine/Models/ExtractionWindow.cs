namespace Orleans.Batch.Models;

/// <summary>Consecutive turns of a thread or episodes of a graph, which one request extracts from.</summary>
/// <param name="Context">The turns before it, oldest first: to be understood, not to be extracted from.</param>
/// <param name="Turns">The turns to extract from, in order.</param>
public sealed record ExtractionWindow(IReadOnlyList<WindowTurn> Context, IReadOnlyList<WindowTurn> Turns)
{
    /// <summary>Entities of the graph whose names are in the turns, at most 30. They decide nothing about what is asked.</summary>
    public IReadOnlyList<Facts.Entity> KnownEntities { get; init; } = [];

    /// <summary>Names in the turns that mean an entity of another name, or that are known not to.</summary>
    public IReadOnlyList<KnownAlias> Aliases { get; init; } = [];

    /// <summary>Predicates that the project uses, and whether a subject has one object at a time under them.</summary>
    public IReadOnlyList<KnownPredicate> Predicates { get; init; } = [];

    /// <summary>Declared types of entities and facts.</summary>
    public Ontology? Ontology { get; init; }

    /// <summary>The caller's instructions.</summary>
    public IReadOnlyList<Instruction> Instructions { get; init; } = [];
}

/// <summary>An episode in a window.</summary>
/// <param name="EpisodeUuid">Its identity.</param>
/// <param name="DataType">How the content is to be read.</param>
/// <param name="Role">The speaker's role, for a message.</param>
/// <param name="Speaker">The speaker's name, where stated.</param>
/// <param name="ReferenceTime">The reference time of its facts.</param>
/// <param name="Content">The content.</param>
public sealed record WindowTurn(
    Guid EpisodeUuid, DataType DataType, RoleType? Role, string? Speaker, DateTimeOffset ReferenceTime, string Content);

/// <summary>A name that means an entity of another name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Entity">The entity.</param>
/// <param name="IsRejected">Whether a caller took it back: the name does not mean this entity.</param>
public sealed record KnownAlias(string Name, Facts.Entity Entity, bool IsRejected);

/// <summary>A predicate in use.</summary>
/// <param name="Name">Its name, in SCREAMING_SNAKE_CASE.</param>
/// <param name="SingleValued">Whether a subject has one object at a time under it.</param>
public sealed record KnownPredicate(string Name, bool SingleValued);
