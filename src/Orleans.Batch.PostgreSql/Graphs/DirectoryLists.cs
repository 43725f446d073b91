namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>The lists of users, threads and standalone graphs.</summary>
internal static class DirectoryLists
{
    private const string Time = "timestamptz";
    private const string Text = "text";

    public static SortedList<User> Users { get; } = new(
        UserStore.UserColumns,
        "memory_user u JOIN graph g USING (graph_key) JOIN project p ON p.project_key = u.project_key WHERE u.project_key = $1",
        "u.user_uuid",
        new Dictionary<SortKey, (string, string)>
        {
            [SortKey.CreatedAt] = ("u.created_at", Time),
            [SortKey.UpdatedAt] = ("u.updated_at", Time),
            [SortKey.Id] = ("u.user_id", Text),
            [SortKey.Email] = ("coalesce(u.email, '') COLLATE \"C\"", Text),
        },
        UserStore.ReadUser);

    public static SortedList<MemoryThread> Threads { get; } = new(
        ThreadStore.ThreadColumns,
        "thread t JOIN memory_user u USING (user_key) JOIN project p ON p.project_key = t.project_key WHERE t.project_key = $1",
        "t.thread_uuid",
        new Dictionary<SortKey, (string, string)>
        {
            [SortKey.CreatedAt] = ("t.created_at", Time),
            [SortKey.UpdatedAt] = ("t.created_at", Time),
            [SortKey.Id] = ("t.thread_id", Text),
        },
        ThreadStore.ReadThread);

    public static SortedList<Graph> Graphs { get; } = new(
        GraphStore.GraphColumns,
        "graph g JOIN project p USING (project_key) WHERE g.project_key = $1 AND g.graph_id IS NOT NULL",
        "g.graph_uuid",
        new Dictionary<SortKey, (string, string)>
        {
            [SortKey.CreatedAt] = ("g.created_at", Time),
            [SortKey.UpdatedAt] = ("g.updated_at", Time),
            [SortKey.Id] = ("g.graph_id", Text),
            [SortKey.Name] = ("coalesce(g.name, '') COLLATE \"C\"", Text),
        },
        GraphStore.ReadGraph);
}
