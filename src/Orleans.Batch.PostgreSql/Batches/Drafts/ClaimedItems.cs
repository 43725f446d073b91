namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>The items of a call that must be added.</summary>
/// <param name="Items">The items, in their order.</param>
/// <param name="Episodes">The episode of each.</param>
/// <param name="AlreadyLoaded">The positions of the other items in the call.</param>
/// <param name="HeldInDrafts">Other drafts that hold some of the other items.</param>
internal sealed record ClaimedItems(
    IReadOnlyList<NewBatchItem> Items, Guid[] Episodes, IReadOnlyList<int> AlreadyLoaded, IReadOnlyList<Guid> HeldInDrafts)
{
    /// <summary>All items of a call without record ids.</summary>
    public static ClaimedItems All(IReadOnlyList<NewBatchItem> items, Guid[] episodes) => new(items, episodes, [], []);

    /// <summary>The items of a call that are not present yet.</summary>
    public static ClaimedItems From(IReadOnlyList<NewBatchItem> items, Guid[] episodes, bool[] present, Guid[] drafts)
    {
        var others = Enumerable.Range(0, items.Count).Where(i => present[i]).ToArray();
        return others.Length == 0
            ? All(items, episodes)
            : new(
                [.. items.Where((_, i) => !present[i])],
                [.. episodes.Where((_, i) => !present[i])],
                others,
                drafts);
    }
}
