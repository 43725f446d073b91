using System.Text.Json;

namespace Orleans.Batch.Dashboard.Tests.Support;

/// <summary>A project in which every text of a caller tries to be markup, script or a control character.</summary>
internal sealed record HostileScene(string Key, IReadOnlyList<(string Name, string Path)> Pages)
{
    private const string Markup = "</title></pre></script><script>window.hurt=1;alert(1)</script>\"'><img src=x onerror=\"window.hurt=1\"><base href=//evil.example>";
    private const string Invisible = "a\u202egnirts\u200b\u2066 \ufeff\u0007 \u001b[31m \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \U0001F469\u200D\U0001F469\u200D\U0001F467 Z\u0351\u036b\u0343\u0337";

    private static readonly string Word = new('w', 9_700);
    private static readonly string Text = Markup + Invisible + Word;
    private static readonly string Deep = string.Concat(Enumerable.Repeat("{\"<script>\":", 60)) + "1" + new string('}', 60);

    public static async Task<HostileScene> SetAsync(DashboardServer server)
    {
        var key = (await server.NewProjectAsync("<script>alert('p')</script>")).Secret;
        using var api = new Api(server.Url, key);
        var graph = "<script>hurt=1</script>\"'><img src=x onerror=hurt=1>";
        await api.PostAsync("graph/create", new { graph_id = graph, name = Text[..200], description = Text[..1_000] });
        var entity = JsonSerializer.Serialize(new { id = Markup, name = Markup, note = Text[..2_000] });
        object[] items =
        [
            Items.Json(graph, entity),
            Items.Json(graph, Deep),
            Items.Json(graph, "{" + Text),
            new { type = "graph_episode", graph_id = graph, data_type = "text", data = Text, source_description = Text[..200], metadata = new Dictionary<string, string> { ["<script>"] = Markup } },
        ];
        var metadata = new Dictionary<string, object> { ["name"] = Text, ["<script>"] = Text[..1_000], ["deep"] = new { a = new { b = Markup } } };
        var batch = await api.BatchAsync(items, metadata);
        await api.DraftAsync(items, new { name = Invisible + Markup });
        var early = await api.DraftAsync([Items.Json(graph + " and another", "{}")], new { name = Text });
        await api.RefusedAsync($"batches/{early}/process");
        return new HostileScene(key, [.. await Scene.PagesOfAsync(api, batch, graph), ("missing-graphs", $"/batches/{early}/missing-graphs")]);
    }
}
