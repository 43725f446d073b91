using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Benchmarks.Recall;

/// <summary>
/// BM25 (k1 0.9, b 0.4) over the same lexemes as the server's index, each turn by itself: what conversation-aware ranking
/// is compared with.
/// </summary>
internal sealed class PlainBm25
{
    private const double K1 = 0.9;
    private const double B = 0.4;
    private const string Lexemes =
        """
        SELECT array(
            SELECT lexeme FROM unnest(to_tsvector('pg_catalog.english', t)) l(lexeme, positions, weights), unnest(positions))
        FROM unnest($1::text[]) WITH ORDINALITY q(t, i) ORDER BY i
        """;

    private readonly TestDatabase _database;
    private readonly List<Dictionary<string, int>> _turns;
    private readonly Dictionary<string, int> _turnsWith;
    private readonly double _meanLength;

    private PlainBm25(TestDatabase database, List<Dictionary<string, int>> turns)
    {
        (_database, _turns) = (database, turns);
        _turnsWith = turns.SelectMany(t => t.Keys).CountBy(k => k).ToDictionary();
        _meanLength = turns.Average(t => t.Values.Sum());
    }

    public static async Task<PlainBm25> CreateAsync(TestDatabase database, IReadOnlyList<Turn> turns) =>
        new(database, await CountAsync(database, [.. turns.Select(t => $"{t.Speaker} {t.Text}")]));

    /// <summary>The best turns for each question, by their place in the conversation.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<int>>> RankAsync(IReadOnlyList<Question> questions, int limit) =>
        [.. (await CountAsync(_database, [.. questions.Select(q => q.Text)])).Select(q => Rank(q, limit))];

    private int[] Rank(Dictionary<string, int> question, int limit) =>
    [
        .. Enumerable.Range(0, _turns.Count)
            .Select(i => (Turn: i, Score: Score(question, _turns[i])))
            .Where(t => t.Score > 0)
            .OrderByDescending(t => t.Score)
            .Take(limit)
            .Select(t => t.Turn),
    ];

    private double Score(Dictionary<string, int> question, Dictionary<string, int> turn)
    {
        var length = turn.Values.Sum();
        return question.Keys.Sum(word =>
        {
            var count = turn.GetValueOrDefault(word);
            var having = _turnsWith.GetValueOrDefault(word);
            var rarity = Math.Log(1 + ((_turns.Count - having + 0.5) / (having + 0.5)));
            return rarity * count * (K1 + 1) / (count + (K1 * (1 - B + (B * length / _meanLength))));
        });
    }

    private static async Task<List<Dictionary<string, int>>> CountAsync(TestDatabase database, string[] texts) =>
        [.. (await database.ColumnAsync<string[]>(Lexemes, [texts])).Select(words => words.CountBy(w => w).ToDictionary())];
}
