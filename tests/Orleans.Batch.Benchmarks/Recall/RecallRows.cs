using System.Diagnostics;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Benchmarks.Recall;

/// <summary>
/// How much of what answers a question an episode search and a thread's context return, over conversations of a
/// directory, and what plain BM25 would find.
/// </summary>
internal static class RecallRows
{
    private const int Limit = 20;

    /// <param name="http">The server.</param>
    /// <param name="directory">The conversations.</param>
    /// <param name="say">Tells how far it is.</param>
    /// <param name="onLoaded">What to wait for when a conversation is loaded: how many turns there are by then.</param>
    public static async Task<RecallReport> MeasureAsync(
        HttpClient http, string directory, Action<string> say, Func<int, Task>? onLoaded = null)
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
            await (onLoaded?.Invoke(turns) ?? Task.CompletedTask);
            facts += await loaded.CountFactsAsync();
            for (var i = 0; i < conversation.Questions.Count; i++)
            {
                results.Add(await AskAsync(loaded, conversation, conversation.Questions[i], plain[i]));
            }
        }

        return new RecallReport(results, turns, facts);
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
}
