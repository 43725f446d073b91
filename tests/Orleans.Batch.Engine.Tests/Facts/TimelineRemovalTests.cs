using Orleans.Batch.Facts;

namespace Orleans.Batch.Engine.Tests.Facts;

/// <summary>A timeline from which entries are removed is the one that never had them.</summary>
public sealed class TimelineRemovalTests
{
    private static readonly DateTime Day = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void TryRemove_AnyEntriesInAnyOrder_LeavesWhatTheOthersState()
    {
        var random = new Random(17);
        var revived = 0;
        for (var run = 0; run < 20_000; run++)
        {
            var stated = Enumerable.Range(0, random.Next(1, 10)).Select(i => (
                Place: new TimelinePlace(Day.AddDays(random.Next(4)), i), Target: Id(random.Next(1, 4)), Ends: random.Next(4) == 0)).ToArray();
            var gone = Enumerable.Range(0, stated.Length).Where(_ => random.Next(2) == 0).ToArray();
            random.Shuffle(gone);
            var timeline = Build(stated.Select((s, i) => Entry(i, s)));
            var open = Describe(timeline).Count(e => e is { IsFact: true, End: null });

            foreach (var i in gone)
            {
                timeline.TryRemove(Id(100 + i), out var removed).ShouldBeTrue();
                removed!.Id.ShouldBe(Id(100 + i));
            }

            var expected = Build(stated.Select((s, i) => Entry(i, s)).Where((_, i) => !gone.Contains(i)));
            Describe(timeline).ShouldBe(Describe(expected), string.Join("; ", stated));
            revived += Describe(timeline).Any(e => e is { IsFact: true, End: null }) && open == 0 ? 1 : 0;
        }

        revived.ShouldBeGreaterThan(500, "facts that had ended hold again");
    }

    [Fact]
    public void TryRemove_UnknownEntry_ChangesNothing()
    {
        var timeline = Build([Entry(0, (new TimelinePlace(Day, 0), Id(1), false))]);

        timeline.TryRemove(Id(7), out var removed).ShouldBeTrue();

        removed.ShouldBeNull();
        timeline.Entries.ShouldHaveSingleItem().IsFact.ShouldBeTrue();
    }

    [Fact]
    public void TryRemove_WhatFollowsIsNotKnown_NeedsMoreEntries()
    {
        var timeline = Build([Entry(0, (new TimelinePlace(Day, 0), Id(1), false))]);
        timeline.Entries[0].KnowsNext = false;

        timeline.TryRemove(Id(100), out _).ShouldBeFalse();
    }

    private static Timeline Build(IEnumerable<TimelineEntry> entries)
    {
        var timeline = new Timeline([]);
        foreach (var entry in entries)
        {
            timeline.TryAdd(entry).ShouldBeTrue();
        }

        return timeline;
    }

    private static List<(Guid Id, bool IsFact, TimelinePlace? End)> Describe(Timeline timeline) =>
        [.. timeline.Entries.Select(e => (e.Id, e.IsFact, e.End))];

    private static TimelineEntry Entry(int index, (TimelinePlace Place, Guid Target, bool Ends) stated) => new()
    {
        Id = Id(100 + index), Place = stated.Place, Target = stated.Target, Name = "N", Value = null, Episode = Id(index), Ends = stated.Ends,
        Origin = EntryOrigin.New,
    };

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
