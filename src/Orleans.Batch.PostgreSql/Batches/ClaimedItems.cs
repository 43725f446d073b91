namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Which items of a call are to be added.</summary>
/// <param name="Items">Those, in their order.</param>
/// <param name="Episodes">The episode of each.</param>
/// <param name="AlreadyLoaded">The positions in the call of the others.</param>
/// <param name="HeldInDrafts">Other drafts that hold some of the others.</param>
internal sealed record ClaimedItems(
    IReadOnlyList<NewBatchItem> Items, Guid[] Episodes, IReadOnlyList<int> AlreadyLoaded, IReadOnlyList<Guid> HeldInDrafts)
{
    /// <summary>All of a call whose items carry no record id.</summary>
    public static ClaimedItems All(IReadOnlyList<NewBatchItem> items, Guid[] episodes) => new(items, episodes, [], []);

    /// <summary>Those of a call that are not present yet.</summary>
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
