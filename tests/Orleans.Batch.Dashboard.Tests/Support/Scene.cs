namespace Orleans.Batch.Dashboard.Tests.Support;

/// <summary>A project as it looks after a busy morning, the same each time: what screenshots show and axe looks at.</summary>
internal sealed class Scene
{
    private Scene(string key, IReadOnlyList<(string Name, string Path)> pages) => (Key, Pages) = (key, pages);

    /// <summary>Pages that a project without anything has, too.</summary>
    public static IReadOnlyList<(string Name, string Path)> EmptyPages { get; } = [("batches", "/batches")];

    public string Key { get; }

    /// <summary>All pages, each with a name for its picture.</summary>
    public IReadOnlyList<(string Name, string Path)> Pages { get; }

    public static async Task<Scene> SetAsync(DashboardServer server)
    {
        var key = (await server.NewProjectAsync($"acme-{Guid.NewGuid().ToString("N")[..4]}")).Secret;
        using var api = new Api(server.Url, key);
        await api.CreateGraphsAsync("customers", "orders", "tickets");
        await api.BatchAsync(Items.Good("customers", 40), new { source = "crm-export", run = "2026-11-20" });
        await api.BatchAsync(
            [.. Items.Good("orders", 20), Items.Json("orders", Items.Broken), .. Items.Good("tickets", 3), Items.Json("tickets", "{")],
            new { source = "orders", owner = "night shift" });
        await api.DraftAsync(Items.Good("tickets", 12), new { source = "helpdesk" });
        return new Scene(key, [.. EmptyPages, ("not-found", "/batches/00000000-0000-7000-8000-000000000000")]);
    }
}
