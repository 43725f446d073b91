namespace Orleans.Batch.Graphs;

/// <summary>
/// Ranks episodes as turns of conversations: an answer often has no word of the question, but stands next to a turn that has.
/// The constants were chosen on four conversations of LoCoMo; the README has the results on the others.
/// </summary>
internal sealed class EpisodeRanking
{
    // For how many episodes the turns around them count. With 50 or 200 the results are the same.
    private const int Turns = 60;

    private const double FromTurnBefore = 0.5;
    private const double FromTurnAfter = 0.25;
    private const double NamedSpeaker = 1.7;

    // A thread that has more of the query's words is more likely about it.
    private const double Thread = 0.4;

    // What the best fact of the query adds to its episode, as a share of the best score; the fifth fact adds half of it.
    private const double Link = 0.2;
    private const double HalfOfLink = 4;

    // What the episode nearest in meaning gains, as a share of the best score.
    private const double Meaning = 0.5;

    private readonly WordScore _words;
    private readonly Dictionary<Guid, SearchHit> _hits;
    private readonly Dictionary<Guid, double> _scores;

    /// <summary>Scores each episode by itself.</summary>
    /// <param name="plan">The search.</param>
    /// <param name="found">The episodes found.</param>
    /// <param name="links">Of some episodes, found or not, the rank of the best fact that they state: 1 for the best.</param>
    public EpisodeRanking(SearchPlan plan, EpisodeHits found, IReadOnlyDictionary<Guid, int> links)
    {
        _words = new WordScore(plan, found);
        _hits = found.Hits.ToDictionary(h => h.Uuid);
        _scores = found.Hits.ToDictionary(h => h.Uuid, _words.Score);
        var best = Math.Max(1, _scores.Values.DefaultIfEmpty().Max());
        foreach (var (uuid, rank) in links)
        {
            _scores[uuid] = _scores.GetValueOrDefault(uuid) + (best * Link * (HalfOfLink + 1) / (HalfOfLink + rank));
        }

        foreach (var (uuid, nearness) in found.Nearness)
        {
            _scores[uuid] = _scores.GetValueOrDefault(uuid) + (best * Meaning * nearness);
        }
    }

    /// <summary>The best episodes by themselves, whose turns <see cref="Rank"/> needs.</summary>
    public IReadOnlyList<Guid> Best =>
    [
        .. _scores
            .OrderByDescending(s => s.Value)
            .ThenByDescending(s => _hits.GetValueOrDefault(s.Key)?.At)
            .ThenBy(s => s.Key)
            .Take(Turns)
            .Select(s => s.Key),
    ];

    /// <summary>Best first; the newest of equals.</summary>
    /// <param name="turns">The <see cref="Best"/> episodes and the turns around them.</param>
    public List<RankedEpisode> Rank(IReadOnlyList<EpisodeTurn> turns)
    {
        var scores = turns.ToDictionary(t => t.Uuid, Score);
        foreach (var turn in turns)
        {
            Add(scores, turn.After, FromTurnBefore * Score(turn));
            Add(scores, turn.Before, FromTurnAfter * Score(turn));
        }

        var speaker = FindNamedSpeaker(turns);
        var threads = turns
            .Where(t => t.Thread is not null)
            .GroupBy(t => t.Thread!.Value)
            .ToDictionary(g => g.Key, g => Thread * _words.Rarity(g.Aggregate(0L, (words, t) => words | Words(t))));
        return [.. turns
            .Select(t => (
                Turn: t,
                Score: (scores[t.Uuid] * (speaker is not null && t.Speaker == speaker ? NamedSpeaker : 1))
                    + (t.Thread is { } thread ? threads[thread] : 0)))
            .OrderByDescending(t => t.Score)
            .ThenByDescending(t => t.Turn.At)
            .ThenBy(t => t.Turn.Uuid)
            .Select(t => new RankedEpisode(t.Turn.Uuid, t.Score))];
    }

    // A query that names two speakers says nothing about who has the answer.
    private static string? FindNamedSpeaker(IReadOnlyList<EpisodeTurn> turns)
    {
        var named = turns.Where(t => t.SpeakerNamed).Select(t => t.Speaker).Distinct(StringComparer.Ordinal).Take(2).ToList();
        return named.Count == 1 ? named[0] : null;
    }

    private static void Add(Dictionary<Guid, double> scores, Guid? turn, double score)
    {
        if (turn is { } uuid && scores.TryGetValue(uuid, out var already))
        {
            scores[uuid] = already + score;
        }
    }

    private double Score(EpisodeTurn turn) => _scores.GetValueOrDefault(turn.Uuid);

    private long Words(EpisodeTurn turn) => _hits.TryGetValue(turn.Uuid, out var hit) ? hit.Words : 0;
}

/// <summary>An episode with its score.</summary>
internal readonly record struct RankedEpisode(Guid Uuid, double Score);
