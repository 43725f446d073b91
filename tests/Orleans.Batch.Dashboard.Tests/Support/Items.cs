namespace Orleans.Batch.Dashboard.Tests.Support;

/// <summary>Items as callers send them.</summary>
internal static class Items
{
    /// <summary>Invalid JSON; the error is found when the item is ingested.</summary>
    public const string Broken = "{\"id\":\"c-17\",\"name\":\"Ada\"";

    public static object Json(string graph, string data, string at = "2024-03-01T09:00:00Z") =>
        new { type = "graph_episode", graph_id = graph, data_type = "json", data, created_at = at };

    /// <summary>Items that all succeed.</summary>
    public static IEnumerable<object> Good(string graph, int count) =>
        Enumerable.Range(1, count).Select(n => Json(graph, $$"""{"id":"c-{{n}}","name":"Customer {{n}}","plan":"pro"}"""));
}
