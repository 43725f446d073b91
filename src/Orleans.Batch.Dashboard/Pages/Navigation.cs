namespace Orleans.Batch.Dashboard;

/// <summary>The entries of every page's navigation, in order.</summary>
internal static class Navigation
{
    public static IReadOnlyList<(string Path, string Name)> Entries { get; } =
    [
        ("/batches", "Batches"),
        ("/traffic", "Live traffic"),
        ("/graphs", "Graphs"),
        ("/webhooks", "Webhooks"),
    ];
}
