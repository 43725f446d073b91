using System.Diagnostics;
using System.Globalization;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Benchmarks.Recall;

/// <summary>
/// How much of what answers a question an episode search and a thread's context return, over conversations of a
/// directory, and what plain BM25 would find.
/// </summary>
internal static class RecallRows
{
    private const int Limit = 20;

    public static async Task MeasureAsync(HttpClient http, string directory, Action<string> say)
    {
        await using var database = await TestDatabase.CreateAsync();
        var results = new List<QuestionResult>();
        var (turns, facts) = (0, 0);
        foreach (var conversation in Conversation.ReadAll(directory))
        {
            say($"{conversation.Name}: {conversation.Turns.Count:N0} turns, {conversation.Questions.Count:N0} questions");
            var loaded = await LoadedConversation.LoadAsync(http, conversation);
            var plain = await (await PlainBm25.CreateAsync(database, conversation.Turns)).RankAsync(conversation.Questions, Limit);
            turns += conversation.Turns.Count;
            facts += await loaded.CountFactsAsync();
            for (var i = 0; i < conversation.Questions.Count; i++)
            {
                results.Add(await AskAsync(loaded, conversation, conversation.Questions[i], plain[i]));
            }
        }

        Write(results, turns, facts);
    }

    private static async Task<QuestionResult> AskAsync(
        LoadedConversation loaded, Conversation conversation, Question question, IReadOnlyList<int> plain)
    {
        var began = Stopwatch.GetTimestamp();
        var found = await loaded.SearchAsync(question.Text, Limit);
        var search = Stopwatch.GetElapsedTime(began);
        began = Stopwatch.GetTimestamp();
        var context = await loaded.GetContextAsync(question.Text);
        var elapsed = Stopwatch.GetElapsedTime(began);
        var evidence = question.Evidence.ToHashSet();
        return new QuestionResult(
            question.Category,
            Share(found, 10),
            Share(found, Limit),
            Share(plain, 10),
            Share(plain, Limit),
            Holds(context, question.Answer),
            conversation.Turns.Any(t => evidence.Contains(t.Id) && Holds(t.Text, question.Answer)),
            search,
            elapsed);

        double Share(IReadOnlyList<int> list, int first) =>
            (double)list.Take(first).Count(i => i >= 0 && evidence.Contains(conversation.Turns[i].Id)) / evidence.Count;
    }

    private static bool Holds(string text, string answer) =>
        answer.Length > 0 && text.Contains(answer, StringComparison.OrdinalIgnoreCase);

    private static void Write(List<QuestionResult> results, int turns, int facts)
    {
        // Markdown: wider than most terminals, and to be copied.
        Console.WriteLine("| questions | n | recall@10 | recall@20 | BM25 @10 | BM25 @20 | answer in context | answer in evidence |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var group in results.GroupBy(r => r.Category).OrderBy(g => g.Key).Select(g => (g.Key, Results: g.ToList())).Append(("all", results)))
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
            $"facts: {facts:N0}, {100.0 * facts / turns:0.0} per 100 turns; episode search {Times(results, r => r.Search)}; message and context {Times(results, r => r.Context)}"));
    }

    private static string Mean(List<QuestionResult> results, Func<QuestionResult, double> value) => Interval.From([.. results.Select(value)]).ToString();

    private static string Times(List<QuestionResult> results, Func<QuestionResult, TimeSpan> time)
    {
        var sorted = results.Select(r => time(r).TotalMilliseconds).Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"p50 {sorted[sorted.Count / 2]:0.0} ms, p95 {sorted[sorted.Count * 95 / 100]:0.0} ms");
    }
}
