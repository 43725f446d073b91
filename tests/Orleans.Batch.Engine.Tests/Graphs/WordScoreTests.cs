using Orleans.Batch.Graphs;

namespace Orleans.Batch.Engine.Tests.Graphs;

public sealed class WordScoreTests
{
    private static readonly SearchHit Rare = Hit(0b10, 5);
    private static readonly SearchHit Common = Hit(0b01, 5);
    private static readonly SearchHit Long = Hit(0b10, 50);

    private readonly WordScore _scores = New(100, [Rare, Long, .. Enumerable.Repeat(Common, 50)]);

    [Fact]
    public void Score_ARareWord_IsWorthMoreThanACommonOne() =>
        _scores.Score(Rare).ShouldBeGreaterThan(2 * _scores.Score(Common));

    [Fact]
    public void Score_ALongText_IsWorthLess() => _scores.Score(Long).ShouldBeLessThan(_scores.Score(Rare));

    [Fact]
    public void Rarity_IsTheSumOverTheWords() =>
        _scores.Rarity(0b11).ShouldBe(_scores.Rarity(0b01) + _scores.Rarity(0b10), 1e-9);

    [Fact]
    public void Score_AWordThatAllHave_IsStillWorthSomething() =>
        New(20, [.. Enumerable.Repeat(Common, 20)]).Score(Common).ShouldBeGreaterThan(0);

    [Fact]
    public void Score_AWordThatFewHitsAndManyEpisodesHave_IsCommon()
    {
        var scores = New(1_000, [Rare, Common], 900, 1);

        scores.Score(Rare).ShouldBeGreaterThan(20 * scores.Score(Common));
    }

    private static WordScore New(int episodes, IReadOnlyList<SearchHit> hits, params long[] counts) =>
        new(new SearchPlan(1, ["a", "b"], [], 0, episodes), new EpisodeHits(hits, counts));

    private static SearchHit Hit(long words, int length) =>
        new(Guid.NewGuid(), words, length, default, true, default, default, default, false);
}
