using Orleans.Batch.TestKit.Promise;

namespace Orleans.Batch.EndToEnd.Faults;

/// <summary>
/// The requests of one seed's clients: graphs, users and threads, and batches of items to all of them, so that every graph
/// is in several batches. They concern few customers, out of the order of time, so that the facts of one item begin and end
/// those of others. The same seed creates the same items.
/// </summary>
internal sealed class SupportHistory
{
    private const int Graphs = 10;
    private const int Users = 4;
    private const double BadShare = 0.03;
    private const int Customers = 5;
    private const int Days = 12;

    private static readonly DateTimeOffset Origin = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _name;
    private readonly Random _chance;
    private int _made;

    /// <param name="name">A part of every id, so that histories do not interfere in one database.</param>
    /// <param name="seed">Decides everything.</param>
    public SupportHistory(string name, int seed)
    {
        _name = name;
        _chance = new Random(seed);
    }

    public async Task CreateDestinationsAsync(RetryingClient client)
    {
        for (var i = 0; i < Graphs; i++)
        {
            await CreateAsync(client, "graph/create", new { graph_id = Graph(i) });
        }

        for (var i = 0; i < Users; i++)
        {
            await CreateAsync(client, "users", new { user_id = User(i) });
            await CreateAsync(client, "threads", new { thread_id = Thread(i), user_id = User(i) });
        }
    }

    /// <summary>One batch: a page of items for each add call.</summary>
    public IReadOnlyList<IReadOnlyList<HistoryItem>> NextBatch(int items)
    {
        var pages = new List<IReadOnlyList<HistoryItem>>();
        for (var left = items; left > 0;)
        {
            var page = Enumerable.Range(0, Math.Min(left, _chance.Next(40, 260))).Select(_ => NextItem()).ToArray();
            left -= page.Length;
            pages.Add(page);
        }

        return pages;
    }

    private HistoryItem NextItem()
    {
        var number = _made++;
        var kind = _chance.Next(4);
        var date = Origin.AddDays(_chance.Next(Days));
        if (kind == 0)
        {
            var thread = Thread(_chance.Next(Users));
            var said = $"{_name} message {number}. I live in {OneOf("Porto", "Lisbon", "Faro")}.";
            return new HistoryItem(
                new SentItem(said, thread, null),
                new { type = "thread_message", thread_id = thread, role = "user", name = "Kim", content = said, created_at = date });
        }

        var toUser = kind == 1;
        var destination = toUser ? User(_chance.Next(Users)) : Graph(_chance.Next(Graphs));
        var bad = _chance.NextDouble() < BadShare;
        var data =
            $$"""
            {"id":"customer-{{_chance.Next(Customers)}}","ticket":"{{_name}}-{{number}}","plan":"{{OneOf("free", "team", "all")}}",
            "owner":{"id":"agent-{{_chance.Next(Customers)}}"},"open":{{(bad ? "maybe" : "true")}}}
            """;
        return new HistoryItem(
            new SentItem(data, destination, bad ? "invalid_json_data" : null),
            toUser
                ? new { type = "graph_episode", user_id = destination, data_type = "json", data, created_at = date }
                : new { type = "graph_episode", graph_id = destination, data_type = "json", data, created_at = date });
    }

    private string OneOf(params string[] words) => words[_chance.Next(words.Length)];

    private string Graph(int i) => $"{_name}-graph-{i}";

    private string User(int i) => $"{_name}-user-{i}";

    private string Thread(int i) => $"{_name}-thread-{i}";

    // A repetition that finds what the first attempt created has succeeded.
    private static async Task CreateAsync(RetryingClient client, string path, object body)
    {
        var answer = await client.SendAsync(HttpMethod.Post, path, body);
        (answer.Succeeded || answer.Code == "already_exists").ShouldBeTrue(answer.ToString());
    }
}

/// <summary>An item, for the ledger and for the request.</summary>
internal sealed record HistoryItem(SentItem Sent, object Wire);
