using Orleans.Batch.Graphs;

namespace Orleans.Batch.Engine.Tests.Graphs;

public sealed class EpisodeRankingTests
{
    private const long Monday = 1;
    private const long Friday = 2;

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<SearchHit> _hits = [];
    private readonly List<EpisodeTurn> _turns = [];
    private readonly Dictionary<Guid, int> _links = [];

    [Fact]
    public void Rank_AnAnswerWithoutWords_FollowsItsQuestion()
    {
        var (before, question, answer) = (Turn(Monday), Turn(Monday, words: 0b11), Turn(Monday));
        var weak = Turn(Friday, words: 0b01, length: 30);
        Turn(Friday);

        Rank().Take(4).ShouldBe([question, answer, before, weak]);
    }

    [Fact]
    public void Rank_ATurnOfAnotherThread_GainsNothing()
    {
        var question = Turn(Monday, words: 0b11);
        var elsewhere = Turn(Friday);
        var answer = Turn(Monday);

        Rank().ShouldBe([question, answer, elsewhere]);
    }

    [Fact]
    public void Rank_TurnsOfTheOneNamedSpeaker_CountMore()
    {
        Turn(null, words: 0b01, speaker: "Ada", days: 1);
        var named = Turn(null, words: 0b01, speaker: "Ben", named: true);

        Rank()[0].ShouldBe(named);
    }

    [Fact]
    public void Rank_TwoNamedSpeakers_CountAsMuchAsOthers()
    {
        Turn(null, words: 0b01, speaker: "Ada", named: true);
        Turn(null, words: 0b01, speaker: "Ben", named: true);
        var newest = Turn(null, words: 0b01, speaker: "Cem", days: 1);

        Rank()[0].ShouldBe(newest);
    }

    [Fact]
    public void Rank_AThreadWithMoreOfTheWords_IsAhead()
    {
        var here = Turn(Monday, words: 0b01);
        Space(Monday);
        Turn(Monday, words: 0b10, length: 30);
        var there = Turn(Friday, words: 0b01, days: 1);

        var ranked = Rank();
        ranked.IndexOf(here).ShouldBeLessThan(ranked.IndexOf(there));
    }

    [Fact]
    public void Rank_AnEpisodeThatAFactLeadsTo_NeedsNoWords()
    {
        var linked = Turn(null, found: false);
        Turn(null, days: 1);
        _links[linked] = 1;

        New().Best[0].ShouldBe(linked);
        Rank()[0].ShouldBe(linked);
    }

    [Fact]
    public void Rank_Equals_NewestFirst()
    {
        var old = Turn(null, words: 0b01);
        var fresh = Turn(null, words: 0b01, days: 1);

        Rank().ShouldBe([fresh, old]);
    }

    [Fact]
    public void Rank_ANeighborThatWasLeftOut_IsNotReturned()
    {
        var question = Turn(Monday, words: 0b11);
        Turn(Monday);
        _turns.RemoveAt(1);

        Rank().ShouldBe([question]);
    }

    [Fact]
    public void Best_IsBoundedAndHasTheBest()
    {
        for (var i = 0; i < 500; i++)
        {
            Turn(null, words: 0b01);
        }

        var both = Turn(null, words: 0b11);

        var best = New().Best;
        (best.Count, best[0]).ShouldBe((60, both));
    }

    [Fact]
    public void Rank_Nothing_IsNothing() => Rank().ShouldBeEmpty();

    private EpisodeRanking New() => new(new SearchPlan(1, ["a", "b"], [], 0, 1_000), new EpisodeHits(_hits, []), _links);

    private List<Guid> Rank() => [.. New().Rank(_turns).Select(r => r.Uuid)];

    private void Space(long thread)
    {
        Turn(thread);
        Turn(thread);
    }

    private Guid Turn(long? thread, long words = 0, int length = 5, int days = 0, string? speaker = null, bool named = false, bool found = true)
    {
        var uuid = Guid.NewGuid();
        var at = Now.AddDays(days);
        var before = thread is null ? -1 : _turns.FindLastIndex(t => t.Thread == thread);
        if (found)
        {
            _hits.Add(new SearchHit(uuid, words, length, at, true, uuid, uuid, uuid, false));
        }

        _turns.Add(new EpisodeTurn(uuid, at, thread, speaker, named, before < 0 ? null : _turns[before].Uuid, null));
        if (before >= 0)
        {
            _turns[before] = _turns[before] with { After = uuid };
        }

        return uuid;
    }
}
