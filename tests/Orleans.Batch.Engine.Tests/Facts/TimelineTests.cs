using FsCheck.Fluent;
using Orleans.Batch.Facts;
using Xunit.Abstractions;

namespace Orleans.Batch.Engine.Tests.Facts;

/// <summary>The facts of a timeline are those of reading all its assertions in order of time, for any order of arrival.</summary>
public sealed class TimelineTests(ITestOutputHelper output)
{
    private const int Histories = 20_000;

    private static readonly DateTime Origin = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void AnyOrderOfArrival_MakesTheFactsOfTheOrderOfTime()
    {
        // Several of one moment: their order does not depend on the order of arrival either.
        var arrivals =
            from time in Gen.Choose(0, 6)
            from rank in Gen.Choose(0, 3)
            from value in Gen.Elements('A', 'B', 'C')
            from ends in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
            select new TimedValue(time, value, ends, rank);

        PropertyTest.Check(Gen.ArrayOf(arrivals).Resize(14), Histories, output, history =>
        {
            var entries = history.Select((s, i) => Entry(s, i)).ToArray();
            var timeline = new Timeline([]);
            foreach (var entry in entries)
            {
                timeline.TryAdd(entry).ShouldBeTrue();
            }

            Facts(timeline).ShouldBe(ReadInOrder(entries));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public void AValueThatReturns_BeginsAgain()
    {
        var timeline = new Timeline([]);
        foreach (var entry in new[] { Entry(new(1, 'A')), Entry(new(3, 'A')), Entry(new(2, 'B')) })
        {
            timeline.TryAdd(entry).ShouldBeTrue();
        }

        Facts(timeline).ShouldBe([(At(1), "A", At(2)), (At(2), "B", At(3)), (At(3), "A", null)]);
    }

    [Fact]
    public void WhatFollowsUnknown_AsksForMore()
    {
        var stored = new TimelineEntry
        {
            Id = Guid.NewGuid(), Place = new(At(5), 5), Target = Guid.Empty, Name = "X", Value = "A", Episode = Guid.Empty,
            Ends = true, Origin = EntryOrigin.Repeat, KnowsNext = false,
        };

        new Timeline([stored]).TryAdd(Entry(new(1, 'A'))).ShouldBeTrue(); // it ends it: later ones have no effect

        stored.KnowsNext = false;
        new Timeline([stored]).TryAdd(Entry(new(1, 'B'))).ShouldBeFalse();
    }

    private static TimelineEntry Entry(TimedValue said, int arrived = 0) => new()
    {
        Id = Guid.NewGuid(),
        Place = new TimelinePlace(At(said.Time), (said.Rank << 8) | arrived),
        Target = Guid.Empty,
        Name = "IS",
        Value = said.Value.ToString(),
        Episode = Guid.Empty,
        Ends = said.Ends,
        Origin = EntryOrigin.New,
    };

    private static DateTime At(int time) => Origin.AddDays(time);

    private static List<(DateTime, string?, DateTime?)> Facts(Timeline timeline) =>
        [.. timeline.Entries.Where(e => e.IsFact).Select(e => (e.Place.At, e.Value, e.End?.At))];

    private static List<(DateTime, string?, DateTime?)> ReadInOrder(IEnumerable<TimelineEntry> entries)
    {
        var facts = new List<(DateTime From, string? Value, DateTime? To)>();
        foreach (var entry in entries.OrderBy(e => e.Place))
        {
            var holds = facts.Count > 0 && facts[^1].To is null ? facts[^1].Value : null;
            if (entry.Ends == (holds == entry.Value))
            {
                if (holds is not null)
                {
                    facts[^1] = facts[^1] with { To = entry.Place.At };
                }

                if (!entry.Ends)
                {
                    facts.Add((entry.Place.At, entry.Value, null));
                }
            }
        }

        return facts;
    }
}

internal sealed record TimedValue(int Time, char Value, bool Ends = false, int Rank = 0);
