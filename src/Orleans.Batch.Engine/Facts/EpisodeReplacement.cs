namespace Orleans.Batch.Facts;

/// <summary>
/// What replacing the facts of an episode does to its assertions. Those of a timeline of which both extractions state the same, in the
/// same order, stay, and keep their ids; so do those that a caller has edited.
/// </summary>
/// <param name="Kept">Assertions that stay.</param>
/// <param name="Removed">Assertions that go.</param>
/// <param name="Added">Assertions that come, in their order.</param>
public sealed record EpisodeReplacement(
    IReadOnlyList<StoredAssertion> Kept, IReadOnlyList<StoredAssertion> Removed, IReadOnlyList<SlotAssertion> Added)
{
    /// <summary>Compares what is stored of an episode with what is now stated.</summary>
    /// <param name="stored">The stored assertions, in the order of their ids.</param>
    /// <param name="stated">The new ones.</param>
    public static EpisodeReplacement Plan(IReadOnlyList<StoredAssertion> stored, IReadOnlyList<SlotAssertion> stated)
    {
        var olds = stored.ToLookup(s => s.Assertion.Slot);
        var news = stated.ToLookup(s => s.Slot);
        var same = olds.Select(o => o.Key).Where(k => IsSame([.. olds[k]], [.. news[k]])).ToHashSet();
        var kept = stored.Where(s => s.IsEdited || same.Contains(s.Assertion.Slot)).ToList();
        var left = kept.Select(k => WithoutSentence(k.Assertion)).ToHashSet();
        return new EpisodeReplacement(
            kept,
            [.. stored.Where(s => !s.IsEdited && !same.Contains(s.Assertion.Slot))],
            [.. stated.Where(s => !left.Contains(WithoutSentence(s)))]);
    }

    // The sentence of an edited fact is the caller's.
    private static bool IsSame(IReadOnlyList<StoredAssertion> stored, IReadOnlyList<SlotAssertion> stated) =>
        stored.Count == stated.Count && stored.Zip(stated).All(static p => p.First.IsEdited
            ? WithoutSentence(p.First.Assertion) == WithoutSentence(p.Second)
            : p.First.Assertion == p.Second);

    private static SlotAssertion WithoutSentence(SlotAssertion assertion) => assertion with { Sentence = null };

    /// <summary>How the facts of the episode change.</summary>
    public FactDifferences Compare() => FactDifferences.Compare(
        EpisodeFact.FromAssertions(Removed.Select(r => r.Assertion)),
        EpisodeFact.FromAssertions(Added),
        EpisodeFact.FromAssertions(Kept.Select(k => k.Assertion)).Count);

    /// <summary>
    /// The first of <paramref name="count"/> consecutive indexes that no assertion or mention of the episode uses: behind all of them,
    /// so that no id is given twice, or in the first gap once those are used up.
    /// </summary>
    /// <param name="used">The indexes in use, in any order.</param>
    /// <param name="count">How many are needed.</param>
    public static int FreeIndex(IEnumerable<int> used, int count)
    {
        var ordered = used.Order().ToList();
        var behind = ordered.Count == 0 ? 0 : ordered[^1] + 1;
        if (behind + count <= AssertionId.MaxPerEpisode)
        {
            return behind;
        }

        var next = 0;
        foreach (var index in ordered)
        {
            if (index - next >= count)
            {
                return next;
            }

            next = index + 1;
        }

        throw new WorkTooLargeException("the facts of one episode have no room beside those that stay");
    }
}

/// <summary>An assertion in the database.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Ord">Its place among assertions of the same moment.</param>
/// <param name="Assertion">What it states.</param>
/// <param name="IsEdited">Whether a caller has edited its fact.</param>
public sealed record StoredAssertion(Guid Id, long Ord, SlotAssertion Assertion, bool IsEdited)
{
    /// <summary>Its place in its timeline.</summary>
    public TimelinePlace Place => new(Assertion.At, Ord);
}
