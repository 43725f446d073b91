using FsCheck;
using FsCheck.Fluent;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Properties;

/// <summary>
/// A new project with a few destinations: two graphs and two users, one of whom has two threads. A user's own
/// items and those of the user's threads share one graph.
/// </summary>
internal sealed class TestProject(RunningEngine engine, TestDatabase database, ProjectId project)
{
    /// <summary>The number of destinations, see <see cref="Item"/>.</summary>
    public const int Destinations = 7;

    /// <summary>Generates an item for one of them, sometimes with invalid data.</summary>
    public static Gen<PlannedItem> Items =>
        from destination in Gen.Choose(0, Destinations - 1)
        from readable in Gen.Frequency((9, Gen.Constant(true)), (1, Gen.Constant(false)))
        select new PlannedItem(destination, readable);

    public ProjectId Project => project;

    /// <summary>The running engine; another one after a crash.</summary>
    public RunningEngine Engine { get; set; } = engine;

    /// <summary>An engine on the same database.</summary>
    public Task<RunningEngine> StartEngineAsync() => RunningEngine.StartAsync(database);

    public static async Task<TestProject> CreateAsync(RunningEngine engine, TestDatabase database)
    {
        var project = await database.NewProjectAsync();
        var testProject = new TestProject(engine, database, project);
        await testProject.BuildAsync();
        return testProject;
    }

    /// <summary>Creates every destination that does not exist.</summary>
    public async Task BuildAsync()
    {
        var (users, threads, graphs) = (Engine.Users, Engine.Threads, Engine.Graphs);
        await BuildAsync(() => graphs.CreateGraphAsync(project, "g0", new(), default));
        await BuildAsync(() => graphs.CreateGraphAsync(project, "g1", new(), default));
        await BuildAsync(() => users.CreateUserAsync(project, "u0", new(), default));
        await BuildAsync(() => users.CreateUserAsync(project, "u1", new(), default));
        await BuildAsync(() => threads.CreateThreadAsync(project, "t0", "u0", default));
        await BuildAsync(() => threads.CreateThreadAsync(project, "t1", "u0", default));
        await BuildAsync(() => threads.CreateThreadAsync(project, "t2", "u1", default));
    }

    public static NewBatchItem Item(PlannedItem planned) => planned.Destination switch
    {
        < 2 => Episode(planned) with { GraphId = $"g{planned.Destination}" },
        < 4 => Episode(planned) with { UserId = $"u{planned.Destination - 2}" },
        _ => new NewBatchItem
        {
            Kind = ItemKind.ThreadMessage, ThreadId = $"t{planned.Destination - 4}", Role = RoleType.User, Content = "hello",
        },
    };

    /// <summary>The name of the graph an item goes to.</summary>
    public static string GraphOf(int destination) => destination switch
    {
        < 2 => $"g{destination}",
        2 or 4 or 5 => "u0",
        _ => "u1",
    };

    public async Task<Guid> CreateAsync() => (await Engine.Batches.CreateAsync(project, new(), null, default)).Value.BatchId;

    public async Task<IReadOnlyList<BatchItem>> AddAsync(Guid batch, IReadOnlyList<PlannedItem> items) =>
        (await Engine.Batches.AddAsync(project, batch, [.. items.Select(Item)], null, default)).Value.Items;

    public async Task ProcessAsync(Guid batch) => await Engine.Batches.ProcessAsync(project, batch, null, default);

    /// <summary>The episodes of a graph, in the order of their numbers.</summary>
    public Task<IReadOnlyList<Guid>> EpisodesAsync(string graph) => database.ColumnAsync<Guid>(
        """
        SELECT e.episode_uuid FROM graph_episode e
        JOIN graph g USING (graph_key) LEFT JOIN memory_user u USING (graph_key)
        WHERE g.project_key = $1 AND coalesce(g.graph_id, u.user_id) = $2
        ORDER BY e.number
        """,
        project.Value,
        graph);

    /// <summary>Asserts that every graph holds exactly the readable items, batch by batch in the given order, each in its order.</summary>
    public async Task ShouldHoldAsync(IEnumerable<(IReadOnlyList<PlannedItem> Planned, IReadOnlyList<BatchItem> Added)> batches)
    {
        var expected = batches.SelectMany(b => b.Planned.Zip(b.Added))
            .Where(i => i.First.InGraph)
            .ToLookup(i => GraphOf(i.First.Destination), i => i.Second.EpisodeUuid);
        foreach (var graph in (string[])["g0", "g1", "u0", "u1"])
        {
            (await EpisodesAsync(graph)).ShouldBe(expected[graph], graph);
        }
    }

    private static async Task BuildAsync<T>(Func<ValueTask<T>> create)
    {
        try
        {
            await create();
        }
        catch (BatchServiceException e) when (e.Code == ErrorCodes.AlreadyExists)
        {
            // It exists.
        }
    }

    private static NewBatchItem Episode(PlannedItem planned) => new()
    {
        Kind = ItemKind.GraphEpisode, DataType = DataType.Json, Content = planned.Readable ? "{}" : "{",
    };
}

/// <summary>An item to be added.</summary>
/// <param name="Destination">0 and 1 graphs, 2 and 3 users, 4 to 6 threads.</param>
/// <param name="Readable">Whether its data has the declared type; messages always have it.</param>
internal sealed record PlannedItem(int Destination, bool Readable)
{
    public bool InGraph => Readable || Destination >= 4;
}
