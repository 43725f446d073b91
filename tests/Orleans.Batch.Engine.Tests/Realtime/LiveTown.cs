using Microsoft.Extensions.DependencyInjection;
using Orleans.Batch.Engine.Tests.Properties;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.Tests.Realtime;

/// <summary>A <see cref="Town"/> with an engine of its own, for what goes into it at once.</summary>
internal sealed class LiveTown : IAsyncDisposable
{
    private readonly RunningEngine _engine;
    private readonly Town _town;

    private LiveTown(RunningEngine engine, Town town)
    {
        _engine = engine;
        _town = town;
    }

    public ProjectId Project => _town.Project;

    public IMemoryClient Memory => _engine.Memory;

    public IRealtimeClient Realtime => _engine.Service<IRealtimeClient>();

    public RunningEngine Engine => _engine;

    /// <summary>Where <see cref="HeldQueue.Build"/> was built in.</summary>
    public HeldQueue Held => _engine.Service<HeldQueue>();

    public static async Task<LiveTown> FoundAsync(TestDatabase database, Action<IServiceCollection>? change = null)
    {
        var engine = await RunningEngine.StartAsync(database, change);
        return new LiveTown(engine, await Town.FoundAsync(engine, database));
    }

    public static NewEpisode Episode(string graph, string data) => new()
    {
        Target = GraphTarget.OfGraph(graph), Content = data, DataType = DataType.Text,
    };

    /// <summary>Waits until a task is over.</summary>
    public async Task<IngestTask> EndOfAsync(Guid task)
    {
        IngestTask? found = null;
        await Eventually.TrueAsync(
            async () => (found = await Realtime.GetTaskAsync(Project, task, default)).Status >= IngestTaskStatus.Succeeded);
        return found!;
    }

    public Task<IReadOnlyList<Guid>> EpisodesAsync(string graph) => _town.EpisodesAsync(graph);

    public ValueTask DisposeAsync() => _engine.DisposeAsync();
}
