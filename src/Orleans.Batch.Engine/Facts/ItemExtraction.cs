namespace Orleans.Batch.Facts;

/// <summary>The extraction result of one item.</summary>
/// <param name="Error">Why nothing could be extracted; null on success.</param>
/// <param name="Assertions">Its assertions, in their order; at most <see cref="AssertionId.MaxPerEpisode"/>.</param>
/// <param name="Mentions">The entities it names; those of assertions need not be listed.</param>
public sealed record ItemExtraction(
    ItemError? Error, IReadOnlyList<Assertion> Assertions, IReadOnlyList<Entity> Mentions)
{
    /// <summary>Names in it that mean an entity of another name: to be kept for later items.</summary>
    public IReadOnlyList<EntityAlias> Aliases { get; init; } = [];

    /// <summary>Success without facts.</summary>
    public static ItemExtraction Nothing { get; } = new(null, [], []);
}

/// <summary>A name that means an entity of another name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Entity">The entity.</param>
public sealed record EntityAlias(string Name, Entity Entity);
