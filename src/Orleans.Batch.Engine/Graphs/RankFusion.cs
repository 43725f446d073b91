using System.Numerics;

namespace Orleans.Batch.Graphs;

/// <summary>
/// Reciprocal rank fusion (Cormack, Clarke and Büttcher 2009): each list gives weight / (k + rank), and the points add up.
/// Equal places of a list share a rank. k is 5, not the usual 60: the lists have few different places, and a result
/// with all the words must stay ahead of a newer one with one word.
/// </summary>
internal static class RankFusion
{
    private const double K = 5;
    private const double NameWeight = 0.5;
    private const double LinkWeight = 0.5;
    private const double TimeWeight = 0.1;

    /// <summary>Best first. Words count by their rarity among the results; names, links and recency add to them.</summary>
    /// <param name="plan">The search.</param>
    /// <param name="hits">The results.</param>
    /// <param name="links">For each of some hits, how good its best companion is: 1 for the best.</param>
    public static List<Ranked> Rank(
        SearchPlan plan, IReadOnlyList<SearchHit> hits, IReadOnlyDictionary<Guid, int>? links = null)
    {
        var points = hits.ToDictionary(h => h.Uuid, _ => 0.0);
        var weights = WordWeights(plan, hits);
        var named = plan.Named.ToHashSet();
        Add(points, 1, hits.Where(h => h.Words != 0), h => -WordScore(h, weights));
        Add(points, NameWeight, hits.Where(h => Names(h, named) > 0), h => -Names(h, named));
        Add(points, TimeWeight, hits, h => (h.Holds ? 0 : 1, -h.At.UtcTicks));
        if (links is not null)
        {
            Add(points, LinkWeight, hits.Where(h => links.ContainsKey(h.Uuid)), h => links[h.Uuid]);
        }

        return [.. hits
            .Select(h => new Ranked(h, points[h.Uuid]))
            .OrderByDescending(r => r.Score)
            .ThenByDescending(r => r.Hit.At)
            .ThenBy(r => r.Hit.Uuid)];
    }

    private static void Add<TKey>(
        Dictionary<Guid, double> points, double weight, IEnumerable<SearchHit> list, Func<SearchHit, TKey> place)
    {
        var rank = 0;
        foreach (var equal in list.GroupBy(place).OrderBy(g => g.Key))
        {
            rank++;
            foreach (var hit in equal)
            {
                points[hit.Uuid] += weight / (K + rank);
            }
        }
    }

    private static double[] WordWeights(SearchPlan plan, IReadOnlyList<SearchHit> hits)
    {
        var weights = new double[plan.Words.Count];
        var all = Math.Max(plan.Last, hits.Count);
        for (var i = 0; i < weights.Length; i++)
        {
            var having = hits.Count(h => (h.Words >> i & 1) != 0);
            weights[i] = Math.Log(1 + ((double)all / Math.Max(1, having)));
        }

        return weights;
    }

    // Longer texts have more words by chance; twenty times as many halve what each is worth.
    private static double WordScore(SearchHit hit, double[] weights)
    {
        var score = 0.0;
        for (var words = (ulong)hit.Words; words != 0; words &= words - 1)
        {
            score += weights[BitOperations.TrailingZeroCount(words)];
        }

        return Math.Round(score / (1 + (Math.Log(Math.Max(1, hit.Length)) / 3)), 6);
    }

    private static int Names(SearchHit hit, HashSet<Guid> named) =>
        (named.Contains(hit.Source) ? 1 : 0) + (hit.Target != hit.Source && named.Contains(hit.Target) ? 1 : 0);
}

/// <summary>A result with its score.</summary>
internal readonly record struct Ranked(SearchHit Hit, double Score);
