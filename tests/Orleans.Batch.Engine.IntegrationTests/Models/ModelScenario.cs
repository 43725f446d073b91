using Microsoft.Extensions.DependencyInjection;
using Orleans.Batch.Models;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.Models;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Models;

/// <summary>An engine whose project extracts by a model: a stub that answers over HTTP.</summary>
internal sealed partial class ModelScenario(RunningEngine engine, TestDatabase database, StubModelEndpoint stub, ProjectId project) : IAsyncDisposable
{
    public const string Profile = "stub";

    private static readonly DateTimeOffset Day = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public RunningEngine Engine => engine;

    public StubModelEndpoint Stub => stub;

    public ProjectId Project => project;

    public static async Task<ModelScenario> StartAsync(
        TestDatabase database, Action<ModelProfile>? change = null, Action<IServiceCollection>? further = null)
    {
        var stub = await StubModelEndpoint.StartAsync();
        return new ModelScenario(
            await StartEngineAsync(database, stub, change, further), database, stub, await database.NewProjectAsync(ExtractionMode.Model));
    }

    /// <summary>Another engine on the same database, which asks the same stub.</summary>
    public Task<RunningEngine> BesideAsync() => StartEngineAsync(database, stub, null, RunningEngine.WithoutGuard);

    /// <summary>Creates a user with threads.</summary>
    public async Task CreateThreadsAsync(string user, int threads)
    {
        await engine.Users.CreateUserAsync(project, user, new(), default);
        for (var i = 0; i < threads; i++)
        {
            await engine.Threads.CreateThreadAsync(project, $"{user} {i}", user, default);
        }
    }

    /// <summary>Messages of a user's threads, each of which states one fact of its own.</summary>
    public static IEnumerable<NewBatchItem> Messages(string user, int threads, int each) =>
        from turn in Enumerable.Range(0, each)
        from thread in Enumerable.Range(0, threads)
        select Message($"{user} {thread}", $"FACT: Person {thread} {turn} | VISITED | Town {turn}", turn);

    public static NewBatchItem Message(string thread, string text, int turn = 0) => new()
    {
        Kind = ItemKind.ThreadMessage,
        ThreadId = thread,
        Role = RoleType.User,
        Name = "Ada",
        Content = text,
        CreatedAt = Day.AddMinutes(turn),
    };

    public async Task<Guid> DraftAsync(IEnumerable<NewBatchItem> items, NewBatch? settings = null)
    {
        var batch = (await engine.Batches.CreateAsync(project, settings ?? new(), null, default)).Value.BatchId;
        foreach (var part in items.Chunk(Limits.ItemsPerAdd))
        {
            await engine.Batches.AddAsync(project, batch, part, null, default);
        }

        return batch;
    }

    public async Task<Guid> ProcessAsync(IEnumerable<NewBatchItem> items, NewBatch? settings = null)
    {
        var batch = await DraftAsync(items, settings);
        await engine.Batches.ProcessAsync(project, batch, null, default);
        return batch;
    }

    public async Task<BatchSummary> EndedAsync(IEnumerable<NewBatchItem> items) =>
        await engine.EndOfAsync(project, await ProcessAsync(items));

    /// <summary>Runs other batches, which no model extracts, one after the other.</summary>
    public async Task StoreOthersAsync(int batches)
    {
        await engine.Graphs.CreateGraphAsync(project, "others", new(), default);
        for (var i = 0; i < batches; i++)
        {
            NewBatchItem[] items = [new() { Kind = ItemKind.GraphEpisode, GraphId = "others", DataType = DataType.Text, Content = $"{i}" }];
            await engine.EndOfAsync(project, await ProcessAsync(items, new() { Extraction = ExtractionMode.StoreOnly }));
        }
    }

    public async Task<BatchSummary> GetAsync(Guid batch) => await engine.Batches.GetAsync(project, batch, default);

    /// <summary>Waits until a batch is in some state.</summary>
    public async Task<BatchSummary> UntilAsync(Guid batch, Func<BatchSummary, bool> state)
    {
        BatchSummary? seen = null;
        await Eventually.TrueAsync(async () => state(seen = await GetAsync(batch)));
        return seen!;
    }

    /// <summary>What a user's graph states, one line for each assertion, in alphabetical order.</summary>
    public Task<IReadOnlyList<string>> FactsAsync(string user) => database.ColumnAsync<string>(
        """
        SELECT s.name || ' ' || f.name || ' ' || t.name FROM memory_user u
        JOIN graph_episode e USING (graph_key)
        JOIN (SELECT episode_uuid, source_node, name, target_node FROM fact
              UNION ALL SELECT episode_uuid, source_node, name, target_node FROM fact_repeat) f USING (episode_uuid)
        JOIN node s ON s.node_uuid = f.source_node JOIN node t ON t.node_uuid = f.target_node
        WHERE u.project_key = $1 AND u.user_id = $2 ORDER BY 1
        """,
        project.Value,
        user);

    /// <summary>What <see cref="Messages"/> state.</summary>
    public static IEnumerable<string> Expected(int threads, int each) =>
        (from turn in Enumerable.Range(0, each)
         from thread in Enumerable.Range(0, threads)
         select $"Person {thread} {turn} VISITED Town {turn}").Order(StringComparer.Ordinal);

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        await stub.DisposeAsync();
    }

    private static Task<RunningEngine> StartEngineAsync(
        TestDatabase database, StubModelEndpoint stub, Action<ModelProfile>? change, Action<IServiceCollection>? further = null) =>
        RunningEngine.StartAsync(database, services =>
        {
            services.Configure<ModelOptions>(o =>
            {
                var profile = new ModelProfile
                {
                    Endpoint = stub.Address,
                    Model = "stub",
                    RequestsPerMinute = 60_000,
                    ConcurrentRequests = 64,
                    InputPrice = 1,
                    OutputPrice = 2,
                    Timeout = TimeSpan.FromSeconds(5),
                };
                change?.Invoke(profile);
                o.Profiles[Profile] = profile;
                o.Window.LiveDelay = TimeSpan.FromMilliseconds(200);
            });
            further?.Invoke(services);
        });
}
