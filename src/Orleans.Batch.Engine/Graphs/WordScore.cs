using System.Numerics;

namespace Orleans.Batch.Graphs;

/// <summary>
/// BM25 over sets of words. How often a text has a word is not known: the index holds sets, and in short texts the counts do
/// not help.
/// </summary>
internal sealed class WordScore
{
    private const double K1 = 0.9;
    private const double B = 0.4;

    private readonly double[] _rarity;
    private readonly double _meanLength;

    public WordScore(SearchPlan plan, EpisodeHits found)
    {
        var hits = found.Hits;
        _rarity = new double[plan.Words.Count];
        _meanLength = hits.Count == 0 ? 1 : Math.Max(1, hits.Average(h => h.Length));
        var all = Math.Max(plan.Last, hits.Count);
        for (var i = 0; i < _rarity.Length; i++)
        {
            var having = (double)hits.Count(h => (h.Words >> i & 1) != 0);
            having = i < found.WordCounts.Count ? Math.Clamp(found.WordCounts[i], having, all) : having;
            _rarity[i] = Math.Log(1 + ((all - having + 0.5) / (having + 0.5)));
        }
    }

    /// <summary>How much an episode's words are worth; less in a longer text.</summary>
    public double Score(SearchHit hit) =>
        Rarity(hit.Words) * (K1 + 1) / (1 + (K1 * (1 - B + (B * hit.Length / _meanLength))));

    /// <summary>The sum of the rarity of some words: bit 0 for the first word of the query.</summary>
    public double Rarity(long words)
    {
        var sum = 0.0;
        for (var left = (ulong)words; left != 0; left &= left - 1)
        {
            sum += _rarity[BitOperations.TrailingZeroCount(left)];
        }

        return sum;
    }
}
