using Orleans.Batch.Graphs;

namespace Orleans.Batch.Engine.Tests.Graphs;

public sealed class RankFusionTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Rank_AllWordsAndOld_IsAheadOfOneWordAndNew()
    {
        var both = Hit(words: 0b11, days: -1_000);
        var one = Enumerable.Range(0, 200).Select(i => Hit(words: 0b01, days: i)).ToList();

        Rank([.. one, both])[0].ShouldBe(both.Uuid);
    }

    [Fact]
    public void Rank_ARareWord_IsWorthMoreThanACommonOne()
    {
        var rare = Hit(words: 0b10);
        var common = Enumerable.Range(0, 50).Select(_ => Hit(words: 0b01, days: 1)).ToList();

        Rank([.. common, rare])[0].ShouldBe(rare.Uuid);
    }

    [Fact]
    public void Rank_EqualWords_WhatHoldsComesFirstThenTheNewest()
    {
        var old = Hit(days: -9);
        var ended = Hit(days: 5) with { Holds = false };
        var fresh = Hit(days: 1);

        Rank([old, ended, fresh]).ShouldBe([fresh.Uuid, old.Uuid, ended.Uuid]);
    }

    [Fact]
    public void Rank_BothEndsNamed_IsAheadOfOne()
    {
        var (a, b) = (Guid.NewGuid(), Guid.NewGuid());
        var one = Hit(days: 9) with { Source = a };
        var two = Hit() with { Source = a, Target = b };

        Rank([one, two], [a, b])[0].ShouldBe(two.Uuid);
    }

    [Fact]
    public void Rank_ALongText_IsWorthLessThanAShortOneWithTheSameWords()
    {
        var shortOne = Hit(length: 5);
        var longOne = Hit(length: 500, days: 9);

        Rank([longOne, shortOne])[0].ShouldBe(shortOne.Uuid);
    }

    [Fact]
    public void Rank_Nothing_IsNothing() => Rank([]).ShouldBeEmpty();

    private static SearchHit Hit(long words = 0b01, int days = 0, int length = 5) => new(
        Guid.NewGuid(), words, length, Now.AddDays(days), true, Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), false);

    private static List<Guid> Rank(IReadOnlyList<SearchHit> hits, IReadOnlyList<Guid>? named = null) =>
        [.. RankFusion.Rank(new SearchPlan(1, ["a", "b"], named ?? [], 0, 100), hits).Select(r => r.Hit.Uuid)];
}
