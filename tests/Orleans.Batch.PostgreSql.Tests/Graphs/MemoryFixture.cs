using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Graphs;

/// <summary>The stores on a new database with a project per test, and rows as ingestion leaves them.</summary>
public abstract class MemoryFixture : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly DateTimeOffset Epoch = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    protected MemoryFixture(TestDatabase database)
    {
        Database = database;
        Users = new UserStore(database.Database);
        Threads = new ThreadStore(database.Database);
        Graphs = new GraphStore(database.Database);
        Episodes = new EpisodeStore(database.Database);
        Nodes = new NodeStore(database.Database);
        Edges = new EdgeStore(database.Database);
        SearchIndex = new SearchIndexStore(database.Database);
        Ontologies = new OntologyStore(database.Database);
        Templates = new ContextTemplateStore(database.Database);
        Deletion = new DestinationDeletion(database.Database);
        Purge = new GraphPurge(database.Database);
    }

    protected TestDatabase Database { get; }

    protected IUserStore Users { get; }

    protected IThreadStore Threads { get; }

    protected IGraphStore Graphs { get; }

    protected IEpisodeStore Episodes { get; }

    protected INodeStore Nodes { get; }

    protected IEdgeStore Edges { get; }

    protected ISearchIndexStore SearchIndex { get; }

    protected IOntologyStore Ontologies { get; }

    private protected ContextTemplateStore Templates { get; }

    protected IDestinationDeletion Deletion { get; }

    protected IGraphPurge Purge { get; }

    protected ProjectId Project { get; private set; }

    public async Task InitializeAsync() => Project = await Database.NewProjectAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    protected static DateTimeOffset Day(int day) => Epoch.AddDays(day);

    protected async Task<Graph> NewGraphAsync(string graphId) =>
        await Graphs.CreateGraphAsync(Project, graphId, new GraphFields(), default);

    protected async Task NewThreadAsync(string userId, params string[] threadIds)
    {
        await Users.CreateUserAsync(Project, userId, new UserFields(), default);
        foreach (var threadId in threadIds)
        {
            await Threads.CreateThreadAsync(Project, threadId, userId, default);
        }
    }

    protected Task<long> GraphKeyAsync(string graphId) => Database.ScalarAsync<long>(
        "SELECT graph_key FROM graph WHERE project_key = $1 AND graph_id = $2", Project.Value, graphId);

    protected Task<long> UserGraphKeyAsync(string userId) => Database.ScalarAsync<long>(
        "SELECT graph_key FROM memory_user WHERE project_key = $1 AND user_id = $2", Project.Value, userId);

    /// <summary>A batch before or during its run.</summary>
    protected Task<long> NewBatchAsync(BatchStatus status) => Database.ScalarAsync<long>(
        """
        INSERT INTO batch (project_key, batch_uuid, status, extraction, process_number)
        VALUES ($1, $2, $3, 0, nextval('batch_batch_key_seq')) RETURNING batch_key
        """,
        Project.Value, Guid.CreateVersion7(), (short)status);

    /// <summary>An item with its payload, as adding leaves it. Kinds of destination: 0 graph, 1 user, 2 thread.</summary>
    protected async Task<Guid> AddItemAsync(
        long batch, int sequence, short destinationKind, string destination, int day = 0, string? metadata = null)
    {
        var uuid = Guid.CreateVersion7();
        await Database.ExecuteAsync(
            """
            INSERT INTO batch_item (batch_key, sequence, episode_uuid, kind, destination_kind, destination_id)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            batch, sequence, uuid, (short)(destinationKind == 2 ? 1 : 0), destinationKind, destination);
        await Database.ExecuteAsync(
            """
            INSERT INTO episode_data (
                episode_uuid, project_key, batch_key, sequence, data_type, role, dated, reference_time, content, speaker, metadata)
            VALUES ($1, $2, $3, $4, $5, $6, true, $7, $8, $9, $10)
            """,
            uuid, Project.Value, batch, sequence, (short)(destinationKind == 2 ? 2 : 0),
            destinationKind == 2 ? (short?)RoleType.User : null, Day(day), $"content of {sequence}",
            destinationKind == 2 ? "Avery" : null, metadata);
        return uuid;
    }

    /// <summary>Puts an item into its graph, as a commit does.</summary>
    protected Task IngestAsync(long graphKey, Guid episode, long number, int day = 0, string? threadId = null) =>
        Database.ExecuteAsync(
            """
            INSERT INTO graph_episode (graph_key, episode_uuid, number, reference_time, thread_key, ingested_at)
            VALUES ($1, $2, $3, $4, (SELECT thread_key FROM thread WHERE project_key = $5 AND thread_id = $6), sql_now())
            """,
            graphKey, episode, number, Day(day), Project.Value, threadId);

    /// <summary>A graph's episodes, one a day from day 1, in order; the metadata of each holds its day.</summary>
    protected async Task<IReadOnlyList<Guid>> FillAsync(string graphId, int count, Func<int, string?>? metadata = null)
    {
        var batch = await NewBatchAsync(BatchStatus.Succeeded);
        var graphKey = await GraphKeyAsync(graphId);
        var uuids = new List<Guid>();
        for (var day = 1; day <= count; day++)
        {
            uuids.Add(await AddItemAsync(batch, day - 1, 0, graphId, day, metadata?.Invoke(day)));
            await IngestAsync(graphKey, uuids[^1], day, day);
        }

        return uuids;
    }

    protected static async Task<BatchServiceException> RefusedAsync<T>(Func<ValueTask<T>> call) =>
        await Should.ThrowAsync<BatchServiceException>(async () => await call());
}
