using System.Globalization;

namespace Orleans.Batch.Benchmarks.Recall;

/// <summary>What was measured over some conversations.</summary>
/// <param name="Results">One result a question.</param>
/// <param name="Turns">How many turns the conversations have.</param>
/// <param name="Facts">How many facts were made of them.</param>
/// <param name="Spend">What a model took; null where none extracted.</param>
internal sealed record RecallReport(IReadOnlyList<QuestionResult> Results, int Turns, int Facts, ModelSpend? Spend)
{
    /// <summary>Facts of a hundred turns.</summary>
    public double FactsPer100 => 100.0 * Facts / Turns;

    /// <summary>Prints the means by category.</summary>
    /// <param name="hasPrices">Whether the cost of a model means anything.</param>
    public void Write(bool hasPrices)
    {
        // Markdown: wider than most terminals, and to be copied.
        Console.WriteLine("| questions | n | recall@10 | recall@20 | BM25 @10 | BM25 @20 | answer in context | answer in evidence |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var group in Results.GroupBy(r => r.Category).OrderBy(g => g.Key).Select(g => (g.Key, (IReadOnlyList<QuestionResult>)[.. g])).Append(("all", Results)))
        {
            string[] cells =
            [
                group.Item1,
                group.Item2.Count.ToString("N0", CultureInfo.InvariantCulture),
                Mean(group.Item2, r => r.At10),
                Mean(group.Item2, r => r.At20),
                Mean(group.Item2, r => r.PlainAt10),
                Mean(group.Item2, r => r.PlainAt20),
                Mean(group.Item2, r => r.AnswerInContext ? 1 : 0),
                Mean(group.Item2, r => r.AnswerInEvidence ? 1 : 0),
            ];
            Console.WriteLine($"| {string.Join(" | ", cells)} |");
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"facts: {Facts:N0}, {FactsPer100:0.0} per 100 turns; episode search {Times(Results, r => r.Search)}; message and context {Times(Results, r => r.Context)}"));
        if (Spend is not null)
        {
            Console.WriteLine(Spend.Format(Turns, hasPrices));
        }
    }

    private static string Mean(IReadOnlyList<QuestionResult> results, Func<QuestionResult, double> value) => Interval.From([.. results.Select(value)]).ToString();

    private static string Times(IReadOnlyList<QuestionResult> results, Func<QuestionResult, TimeSpan> time)
    {
        var sorted = results.Select(r => time(r).TotalMilliseconds).Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"p50 {sorted[sorted.Count / 2]:0.0} ms, p95 {sorted[sorted.Count * 95 / 100]:0.0} ms");
    }
}
