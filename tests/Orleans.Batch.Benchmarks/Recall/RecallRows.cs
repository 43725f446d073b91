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

    /// <summary>Loads the conversations.</summary>
    /// <param name="http">The server.</param>
    /// <param name="conversations">What to load.</param>
    /// <param name="extraction">What extracts from it: the API's word.</param>
    /// <param name="say">Tells how far it is.</param>
    public static async Task<IReadOnlyList<LoadedConversation>> LoadAsync(
        HttpClient http, IReadOnlyList<Conversation> conversations, string extraction, Action<string> say)
    {
        var loaded = new List<LoadedConversation>();
        foreach (var conversation in conversations)
        {
            say($"loading {conversation.Name}: {conversation.Turns.Count:N0} turns, {conversation.Questions.Count:N0} questions");
            loaded.Add(await LoadedConversation.LoadAsync(http, conversation, extraction, say));
        }

        return loaded;
    }

    /// <summary>Asks all questions about loaded conversations.</summary>
    public static async Task<RecallReport> MeasureAsync(HttpClient http, IReadOnlyList<LoadedConversation> loaded)
    {
        await using var database = await TestDatabase.CreateAsync();
        var results = new List<QuestionResult>();
        var facts = 0;
        foreach (var one in loaded)
        {
            var conversation = one.Conversation;
            var plain = await (await PlainBm25.CreateAsync(database, conversation.Turns)).RankAsync(conversation.Questions, Limit);
            facts += await one.CountFactsAsync(http);
            for (var i = 0; i < conversation.Questions.Count; i++)
            {
                results.Add(await AskAsync(http, one, conversation.Questions[i], plain[i]));
            }
        }

        return new RecallReport(
            results, loaded.Sum(l => l.Conversation.Turns.Count), facts, ModelSpend.Sum([.. loaded.Select(l => l.Spend).OfType<ModelSpend>()]));
    }

    private static async Task<QuestionResult> AskAsync(
        HttpClient http, LoadedConversation loaded, Question question, IReadOnlyList<int> plain)
    {
        var conversation = loaded.Conversation;
        var began = Stopwatch.GetTimestamp();
        var found = await loaded.SearchAsync(http, question.Text, Limit);
        var search = Stopwatch.GetElapsedTime(began);
        began = Stopwatch.GetTimestamp();
        var context = await loaded.GetContextAsync(http, question.Text);
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
