namespace Orleans.Batch.Dashboard.Tests.Support;

/// <summary>
/// A project in the middle of a load, the same each time, for pictures and axe. What runs
/// is stopped until it is disposed.
/// </summary>
internal sealed class Scene : IAsyncDisposable
{
    private static readonly string[] Plans = ["free", "pro", "enterprise"];
    private static readonly string[] Cities = ["Ghent", "Porto", "Turku"];

    private readonly HeldIngestion _held;

    private Scene(string key, HeldIngestion held, IReadOnlyList<(string Name, string Path)> pages) =>
        (Key, _held, Pages) = (key, held, pages);

    public string Key { get; }

    /// <summary>All pages, each with a name for its picture.</summary>
    public IReadOnlyList<(string Name, string Path)> Pages { get; }

    public static async Task<Scene> SetAsync(DashboardServer server, string receiver)
    {
        var key = (await server.NewProjectAsync("acme")).Secret;
        using var api = new Api(server.Url, key);
        await api.CreateGraphsAsync("accounts", "orders", "tickets", "products", "handbook");
        var (webhook, broken) = (await EndpointAsync(api, receiver + "hooks", "Tells the app that a load has ended"), await EndpointAsync(api, receiver + "broken", "The data team"));
        var plot = new SceneBuilder(server.Database, api);
        await plot.TalkAsync("ada", "Ada", "thread-1");
        await plot.EndedAsync(Customers("accounts"), "Accounts, first load", "3 days", "00:00:41");
        await plot.EndedAsync(Items.Good("products", 160), "Product catalogue", "2 days", "00:00:12");
        var invalid = await plot.EndedAsync([.. Items.Good("handbook", 40), Items.Json("handbook-2024", "{}")], "Handbook, wrong graph", "1 day", null);
        await plot.EndedAsync(Items.Good("products", 90), "Product catalogue, update", "20 hours", "00:00:09");
        var partial = await plot.EndedAsync(
            [
                .. Items.Good("orders", 340), Items.Json("orders", Items.Broken), .. Items.Good("accounts", 45),
                Items.Json("orders", "{\"id\": \"o-341\", \"total\": 12,50}"), .. Items.Good("tickets", 60), Items.Json("tickets", "{"),
            ],
            "Orders 2019 to 2025", "2 hours", "00:04:10");
        await plot.DateItemsAsync(partial);
        await plot.LiveAsync("tickets", 150);
        await DeliveredAsync(api, webhook);
        await DeliveredAsync(api, broken);
        await plot.DateDeliveriesAsync();
        var held = await HeldIngestion.BeginAsync(server.Database);
        var running = await plot.RunningAsync(
            [.. Items.Good("orders", 700), .. Items.Good("handbook", 420), .. Items.Good("tickets", 280)], "CRM history, Europe", 0.62);
        var paused = await plot.RunningAsync(Items.Good("tickets", 300), "Tickets of the old helpdesk", 0);
        await api.PostAsync($"batches/{paused}/pause");
        var draft = await api.DraftAsync(
            [.. Items.Good("tickets", 12), Items.Json("tickets", Items.Broken)], new { name = "Week 47", source = "helpdesk", owner = "night shift" });
        return new Scene(
            key,
            held,
            [
                .. Sections,
                ("batch-running", $"/batches/{running}"),
                .. await PagesOfAsync(api, partial, "accounts"),
                ("batch-draft", $"/batches/{draft}"),
                ("review", $"/batches/new/{draft}"),
                ("validation", $"/batches/{draft}/validation"),
                ("delete", $"/batches/{draft}/delete"),
                ("item-edit", $"/batches/{draft}/items/{await ItemAsync(api, draft, 12)}"),
                ("batch-invalid", $"/batches/{invalid}"),
                ("missing-graphs", $"/batches/{invalid}/missing-graphs"),
                ("retry", $"/batches/{partial}/retry"),
                ("cancel", $"/batches/{running}/cancel"),
                ("webhook", $"/webhooks/{webhook}"),
                ("webhook-failing", $"/webhooks/{broken}"),
                ("webhook-new", "/webhooks/new"),
                ("webhook-delete", $"/webhooks/{webhook}/delete"),
                ("not-found", "/batches/00000000-0000-7000-8000-000000000000"),
            ]);
    }

    /// <summary>The pages that an empty project has, too.</summary>
    public static IReadOnlyList<(string Name, string Path)> Sections { get; } =
    [
        ("batches", "/batches"),
        ("new-batch", "/batches/new"),
        ("traffic", "/traffic"),
        ("graphs", "/graphs"),
        ("users", "/graphs?kind=users"),
        ("webhooks", "/webhooks"),
    ];

    /// <summary>The pages about a batch, a failed item of it, and a graph with an episode.</summary>
    public static async Task<IReadOnlyList<(string Name, string Path)>> PagesOfAsync(Api api, string batch, string graph)
    {
        var failed = (await api.GetAsync($"batches/{batch}/items?status=failed")).GetProperty("items")[0].GetProperty("item_id").GetString();
        var name = Uri.EscapeDataString(graph);
        var episode = (await api.GetAsync($"graph/episodes/graph/{name}?lastn=1")).GetProperty("episodes")[0].GetProperty("uuid").GetString();
        return
        [
            ("batch", $"/batches/{batch}"),
            ("items", $"/batches/{batch}/items?status=failed"),
            ("item", $"/batches/{batch}/items/{failed}"),
            ("graph", $"/graphs/one?graph={name}"),
            ("entities", $"/graphs/one?graph={name}&view=entities"),
            ("episodes", $"/graphs/one?graph={name}&view=episodes"),
            ("episode", $"/graphs/episodes/{episode}?graph={name}"),
        ];
    }

    public ValueTask DisposeAsync() => _held.DisposeAsync();

    /// <summary>Snapshots of a few customers over six years, so that their facts begin and end.</summary>
    private static IEnumerable<object> Customers(string graph) =>
        Enumerable.Range(0, 36).Select(n => Items.Json(
            graph,
            $$"""{"id":"Customer {{(n % 6) + 1}}","plan":"{{Plans[n / 12]}}","city":"{{Cities[n % 6 / 2]}}","seats":{{(n / 6 * 25) + 10}}}""",
            $"{2020 + (n / 6)}-0{(n % 6) + 1}-01T09:00:00Z"));

    private static async Task<string> ItemAsync(Api api, string batch, int sequence) =>
        (await api.GetAsync($"batches/{batch}/items?cursor={sequence}&limit=1")).GetProperty("items")[0].GetProperty("item_id").GetString()!;

    private static async Task<string> EndpointAsync(Api api, string url, string description) =>
        (await api.PostAsync("webhooks/endpoints", new { url, description, events = new[] { "ingest.batch.completed" } }))
            .GetProperty("endpoint_id").GetString()!;

    private static Task DeliveredAsync(Api api, string endpoint) => Eventually.TrueAsync(
        async () => (await api.GetAsync($"webhooks/endpoints/{endpoint}/attempts")).GetProperty("attempts").GetArrayLength() >= 5);
}
