using Microsoft.Extensions.DependencyInjection;
using Orleans.Batch.Engine.IntegrationTests.Properties;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Realtime;

/// <summary>A <see cref="TestProject"/> with its own engine, for live writes.</summary>
internal sealed class LiveTestProject : IAsyncDisposable
{
    private readonly RunningEngine _engine;
    private readonly TestProject _testProject;

    private LiveTestProject(RunningEngine engine, TestProject testProject)
    {
        _engine = engine;
        _testProject = testProject;
    }

    public ProjectId Project => _testProject.Project;

    public IUserClient Users => _engine.Users;

    public IThreadClient Threads => _engine.Threads;

    public IGraphClient Graphs => _engine.Graphs;

    public IEpisodeClient Episodes => _engine.Episodes;

    public IRealtimeClient Realtime => _engine.Service<IRealtimeClient>();

    public RunningEngine Engine => _engine;

    /// <summary>The queue, if <see cref="HeldQueue.Build"/> was added.</summary>
    public HeldQueue Held => _engine.Service<HeldQueue>();

    public static async Task<LiveTestProject> CreateAsync(TestDatabase database, Action<IServiceCollection>? change = null)
    {
        var engine = await RunningEngine.StartAsync(database, change);
        return new LiveTestProject(engine, await TestProject.CreateAsync(engine, database));
    }

    public static NewEpisode Episode(string graph, string data) => new()
    {
        Target = GraphTarget.ForGraph(graph), Content = data, DataType = DataType.Text,
    };

    /// <summary>Waits for the end of a task.</summary>
    public async Task<IngestTask> EndOfAsync(Guid task)
    {
        IngestTask? found = null;
        await Eventually.TrueAsync(
            async () => (found = await Realtime.GetTaskAsync(Project, task, default)).Status >= IngestTaskStatus.Succeeded);
        return found!;
    }

    public Task<IReadOnlyList<Guid>> EpisodesAsync(string graph) => _testProject.EpisodesAsync(graph);

    public ValueTask DisposeAsync() => _engine.DisposeAsync();
}
