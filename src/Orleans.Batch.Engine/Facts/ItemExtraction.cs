namespace Orleans.Batch.Facts;

/// <summary>The extraction result of one item.</summary>
/// <param name="Error">Why nothing could be extracted; null on success.</param>
/// <param name="Assertions">Its assertions, in their order; at most <see cref="AssertionId.MaxPerEpisode"/>.</param>
/// <param name="Mentions">The entities it names; those of assertions need not be listed.</param>
public sealed record ItemExtraction(
    ItemError? Error, IReadOnlyList<Assertion> Assertions, IReadOnlyList<Entity> Mentions)
{
    /// <summary>Success without facts.</summary>
    public static ItemExtraction Nothing { get; } = new(null, [], []);
}
