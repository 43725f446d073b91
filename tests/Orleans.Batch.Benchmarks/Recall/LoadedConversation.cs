using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Orleans.Batch.Benchmarks.Recall;

/// <summary>A conversation in the server: the graph of a user, a thread for each of its threads, loaded as one batch.</summary>
internal sealed class LoadedConversation
{
    private readonly HttpClient _http;
    private readonly string _user;
    private readonly Dictionary<string, int> _turns;

    private LoadedConversation(HttpClient http, string user, Dictionary<string, int> turns) => (_http, _user, _turns) = (http, user, turns);

    public static async Task<LoadedConversation> LoadAsync(HttpClient http, Conversation conversation)
    {
        var user = "recall-" + conversation.Name;
        await PostAsync(http, "users", new { user_id = user });
        foreach (var thread in conversation.Turns.Select(t => t.Thread).Distinct())
        {
            await PostAsync(http, "threads", new { thread_id = $"{user}-{thread}", user_id = user });
        }

        var batch = (string)(await PostAsync(http, "batches", new { extraction = "deterministic" }))!["batch_id"]!;
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
        while (await http.GetFromJsonAsync<JsonNode>($"batches/{batch}") is var summary && (string)summary!["status"]! is not "succeeded")
        {
            await Task.Delay(50);
        }

        return new LoadedConversation(http, user, turns);
    }

    /// <summary>The turns that an episode search finds, best first, by their place in the conversation.</summary>
    public async Task<IReadOnlyList<int>> SearchAsync(string question, int limit)
    {
        var found = await PostAsync(_http, "graph/search", new { user_id = _user, query = question, scope = "episodes", limit });
        return [.. found!["episodes"]?.AsArray().Select(e => _turns.GetValueOrDefault((string)e!["uuid"]!, -1)) ?? []];
    }

    /// <summary>The context of a thread whose one message is the question. Nothing of it stays.</summary>
    public async Task<string> GetContextAsync(string question)
    {
        var thread = $"{_user}-question";
        await PostAsync(_http, "threads", new { thread_id = thread, user_id = _user });
        try
        {
            await PostAsync(_http, $"threads/{thread}/messages", new { messages = new[] { new { role = "user", content = question } } });
            var context = (await _http.GetFromJsonAsync<JsonNode>($"threads/{thread}/context"))!;
            return (string?)context["context"] ?? "";
        }
        finally
        {
            (await _http.DeleteAsync($"threads/{thread}")).Dispose();
        }
    }

    /// <summary>How many facts the graph holds.</summary>
    public async Task<int> CountFactsAsync()
    {
        var (count, cursor) = (0, (string?)null);
        while (true)
        {
            var page = (await PostAsync(_http, $"graph/edge/user/{_user}", new { limit = 100, uuid_cursor = cursor }))!.AsArray();
            count += page.Count;
            if (page.Count < 100)
            {
                return count;
            }

            cursor = (string)page[^1]!["uuid"]!;
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
