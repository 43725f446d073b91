using Orleans.Batch.Facts;

namespace Orleans.Batch.Engine.Tests.Facts;

/// <summary>What of an episode's facts stays, goes and comes, and how that is told.</summary>
public sealed class EpisodeReplacementTests
{
    private static readonly DateTime Day = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly Guid Ann = Id(1);

    [Fact]
    public void Plan_SameFacts_KeepsThem()
    {
        var plan = EpisodeReplacement.Plan([Stored(0, Says("LIKES", 2))], [Says("LIKES", 2)]);

        (plan.Kept.Count, plan.Removed.Count, plan.Added.Count).ShouldBe((1, 0, 0));
        var differences = plan.Compare();
        (differences.Changes.Count, differences.Unchanged).ShouldBe((0, 1));
    }

    [Fact]
    public void Plan_OtherOrderInATimeline_ReplacesItAndTellsNoChange()
    {
        var (tea, milk) = (Says("DRINKS", 2, slot: 9), Says("DRINKS", 3, slot: 9));

        var plan = EpisodeReplacement.Plan([Stored(0, tea), Stored(1, milk)], [milk, tea]);

        (plan.Kept.Count, plan.Removed.Count, plan.Added.Count).ShouldBe((0, 2, 2));
        var differences = plan.Compare();
        (differences.Changes.Count, differences.Unchanged).ShouldBe((0, 2));
    }

    [Fact]
    public void Plan_FactThatACallerEdited_Stays()
    {
        var edited = Stored(0, Says("LIKES", 2)) with { IsEdited = true };

        EpisodeReplacement.Plan([edited], []).Kept.ShouldBe([edited]);
        EpisodeReplacement.Plan([edited], [edited.Assertion]).Added.ShouldBeEmpty();
    }

    [Fact]
    public void Compare_OtherObjectOrDate_IsOneChange()
    {
        var plan = EpisodeReplacement.Plan(
            [Stored(0, Says("LIKES", 2)), Stored(1, Says("KNOWS", 2)), Stored(2, Says("OWNS", 2))],
            [Says("LIKES", 3), Says("KNOWS", 2) with { At = Day.AddDays(1) }, Says("SEES", 4)]);

        var differences = plan.Compare();

        differences.Unchanged.ShouldBe(0);
        differences.Changes.Select(c => (c.Old?.Name, c.Old?.Target, c.New?.Name, c.New?.Target, c.New?.ValidAt)).ShouldBe(
            [
                ("KNOWS", Id(2), "KNOWS", Id(2), Day.AddDays(1)),
                ("LIKES", Id(2), "LIKES", Id(3), Day),
                ("OWNS", Id(2), null, null, null),
                (null, null, "SEES", Id(4), Day),
            ]);
    }

    [Fact]
    public void FromAssertions_BeginningAndEnd_AreOneFact()
    {
        var begins = Says("OWNS", 2);

        var facts = EpisodeFact.FromAssertions([begins, begins with { At = Day.AddDays(3), Ends = true }, Says("LEFT", 4) with { Ends = true }]);

        facts.Select(f => (f.Name, f.ValidAt, f.InvalidAt)).ShouldBe([("OWNS", Day, Day.AddDays(3)), ("LEFT", (DateTime?)null, (DateTime?)Day)]);
    }

    [Fact]
    public void FreeIndex_BehindAllOrInTheFirstGap()
    {
        EpisodeReplacement.FreeIndex([], 3).ShouldBe(0);
        EpisodeReplacement.FreeIndex([4, 1], 3).ShouldBe(5);
        EpisodeReplacement.FreeIndex([AssertionId.MaxPerEpisode - 1, 0, 2], 2).ShouldBe(3);
        EpisodeReplacement.FreeIndex([AssertionId.MaxPerEpisode - 1], 1).ShouldBe(0);
    }

    private static SlotAssertion Says(string name, int target, int? slot = null) =>
        new(new SlotKey(Ann, slot ?? (name.Length * 100) + target), Day, Id(target), name, null, false);

    private static StoredAssertion Stored(int index, SlotAssertion assertion) =>
        new(AssertionId.Create(1, 1, index), AssertionId.Ord(false, 1, index), assertion, IsEdited: false);

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
