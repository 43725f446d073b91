namespace Orleans.Batch.Gateway.V4.Wire;

/// <summary>The names of the types of tasks.</summary>
internal static class TaskTypes
{
    private static readonly Dictionary<IngestTaskType, string> Names = new()
    {
        [IngestTaskType.AddEpisode] = "episode_add",
        [IngestTaskType.AddMessages] = "message_add",
        [IngestTaskType.Batch] = "batch_process",
        [IngestTaskType.DeleteUser] = "user_delete",
        [IngestTaskType.DeleteThread] = "thread_delete",
        [IngestTaskType.DeleteGraph] = "graph_delete",
        [IngestTaskType.DeleteEpisode] = "episode_delete",
        [IngestTaskType.DeleteNode] = "node_delete",
        [IngestTaskType.DeleteEdge] = "edge_delete",
        [IngestTaskType.AddFactTriple] = "edge_add",
        [IngestTaskType.AddNodes] = "node_add",
        [IngestTaskType.CloneGraph] = "graph_clone",
        [IngestTaskType.WarmGraph] = "graph_warm",
        [IngestTaskType.SummarizeThread] = "thread_summarize",
    };

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Names.Values];

    public static string Name(IngestTaskType type) => Names[type];

    /// <summary>The type of a name; null for an unknown name.</summary>
    public static IngestTaskType? Find(string name)
    {
        foreach (var (type, known) in Names)
        {
            if (known == name)
            {
                return type;
            }
        }

        return null;
    }
}
