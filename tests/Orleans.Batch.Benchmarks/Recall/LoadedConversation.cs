using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Orleans.Batch.Benchmarks.Recall;

/// <summary>A conversation in the server: the graph of a user, a thread for each of its threads, loaded as one batch.</summary>
internal sealed class LoadedConversation
{
    private readonly string _user;
    private readonly Dictionary<string, int> _turns;

    private LoadedConversation(Conversation conversation, string user, Dictionary<string, int> turns, ModelSpend? spend) =>
        (Conversation, _user, _turns, Spend) = (conversation, user, turns, spend);

    public Conversation Conversation { get; }

    /// <summary>What the model's requests took; null where no model extracted.</summary>
    public ModelSpend? Spend { get; }

    /// <param name="http">The server.</param>
    /// <param name="conversation">What to load.</param>
    /// <param name="extraction">What extracts from it: the API's word.</param>
    /// <param name="say">Tells why a model waits.</param>
    public static async Task<LoadedConversation> LoadAsync(
        HttpClient http, Conversation conversation, string extraction, Action<string> say)
    {
        var user = "recall-" + conversation.Name;
        await PostAsync(http, "users", new { user_id = user });
        foreach (var thread in conversation.Turns.Select(t => t.Thread).Distinct())
        {
            await PostAsync(http, "threads", new { thread_id = $"{user}-{thread}", user_id = user });
        }

        var batch = (string)(await PostAsync(http, "batches", new { extraction }))!["batch_id"]!;
        var turns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var chunk in conversation.Turns.Chunk(BatchLoad.ItemsPerCall))
        {
            var added = await PostAsync(http, $"batches/{batch}/items", new { items = chunk.Select(t => Item(user, t)) });
            foreach (var item in added!.AsArray())
            {
                turns.Add((string)item!["episode_uuid"]!, turns.Count);
            }
        }

        await PostAsync(http, $"batches/{batch}/process", new { });
        return new LoadedConversation(conversation, user, turns, ModelSpend.FromBatch(await EndAsync(http, batch, say)));
    }

    /// <summary>The turns that an episode search finds, best first, by their place in the conversation.</summary>
    public async Task<IReadOnlyList<int>> SearchAsync(HttpClient http, string question, int limit)
    {
        var found = await PostAsync(http, "graph/search", new { user_id = _user, query = question, scope = "episodes", limit });
        return [.. found!["episodes"]?.AsArray().Select(e => _turns.GetValueOrDefault((string)e!["uuid"]!, -1)) ?? []];
    }

    /// <summary>The context of a thread whose one message is the question. Nothing of it stays.</summary>
    public async Task<string> GetContextAsync(HttpClient http, string question)
    {
        var thread = $"{_user}-question";
        await PostAsync(http, "threads", new { thread_id = thread, user_id = _user });
        try
        {
            await PostAsync(http, $"threads/{thread}/messages", new { messages = new[] { new { role = "user", content = question } } });
            var context = (await http.GetFromJsonAsync<JsonNode>($"threads/{thread}/context"))!;
            return (string?)context["context"] ?? "";
        }
        finally
        {
            (await http.DeleteAsync($"threads/{thread}")).Dispose();
        }
    }

    /// <summary>How many facts the graph holds.</summary>
    public async Task<int> CountFactsAsync(HttpClient http)
    {
        var (count, cursor) = (0, (string?)null);
        while (true)
        {
            var page = (await PostAsync(http, $"graph/edge/user/{_user}", new { limit = 100, uuid_cursor = cursor }))!.AsArray();
            count += page.Count;
            if (page.Count < 100)
            {
                return count;
            }

            cursor = (string)page[^1]!["uuid"]!;
        }
    }

    // Turns that a model's answers could not be used for make a batch partial.
    private static async Task<JsonNode> EndAsync(HttpClient http, string batch, Action<string> say)
    {
        string? held = null;
        while (true)
        {
            var summary = (await http.GetFromJsonAsync<JsonNode>($"batches/{batch}"))!;
            var reason = (string?)summary["model_run"]?["waits_because"];
            if (reason != held && reason is not null)
            {
                say($"the model waits: {reason}");
            }

            held = reason;
            switch ((string)summary["status"]!)
            {
                case "succeeded" or "partial":
                    return summary;
                case "queued" or "processing":
                    await Task.Delay(50);
                    break;
                case var status:
                    throw new InvalidOperationException($"batch {batch} ended as {status}: {summary}");
            }
        }
    }

    private static object Item(string user, Turn turn) => new
    {
        type = "thread_message",
        thread_id = $"{user}-{turn.Thread}",
        role = "user",
        name = turn.Speaker,
        content = turn.Text,
        created_at = turn.At.ToString("O", CultureInfo.InvariantCulture),
    };

    private static async Task<JsonNode?> PostAsync(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(path, body);
        return answer.IsSuccessStatusCode
            ? await answer.Content.ReadFromJsonAsync<JsonNode>()
            : throw new InvalidOperationException($"POST {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }
}
