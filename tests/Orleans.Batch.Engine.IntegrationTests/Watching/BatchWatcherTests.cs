using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Batch.Batches;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Watching;

/// <summary>Any number of watchers costs the database as much as one, and none waits for another.</summary>
public sealed class BatchWatcherTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task FiveHundredWatchers_OneLookAtATime_AndAllSeeTheEnd()
    {
        await using var engine = await StartAsync();
        var project = await database.NewProjectAsync();
        await engine.Graphs.CreateGraphAsync(project, "g", new(), default);
        var batch = await DraftAsync(engine, project);
        var began = TimeProvider.System.GetTimestamp();
        var watchers = Enumerable.Range(0, 500).Select(_ => WatchAsync(engine, project, batch)).ToArray();

        // A watcher that stops reading.
        await using var stuck = engine.Batches.WatchAsync(project, batch, null, default).GetAsyncEnumerator();
        (await stuck.MoveNextAsync()).ShouldBeTrue();
        await engine.Batches.ProcessAsync(project, batch, null, default);

        var seen = await Task.WhenAll(watchers).WaitAsync(Eventually.MaxWait);

        seen.ShouldAllBe(events => events.Last().Done && events.Last().Batch.Status == BatchStatus.Succeeded);
        seen.ShouldAllBe(events => events.Count(e => e.Done) == 1);
        var looks = TimeProvider.System.GetElapsedTime(began).TotalSeconds / 0.5;
        var calls = Counting.GetCalls(engine);
        ((double)calls[nameof(IBatchWatchStore.ReadWatchedAsync)]).ShouldBeLessThan(looks + 3);

        // The slow watcher reaches the end in one step, without the steps between.
        (await stuck.MoveNextAsync()).ShouldBeTrue();
        stuck.Current.Done.ShouldBeTrue();
        (await stuck.MoveNextAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task TooManyWatchers_AreRefusedAtOnce_AndPlacesComeBack()
    {
        await using var engine = await StartAsync(s => s.PostConfigure<BatchOptions>(o => o.MaxWatchers = 2));
        var project = await database.NewProjectAsync();
        var batch = await DraftAsync(engine, project);
        await using (var one = engine.Batches.WatchAsync(project, batch, null, default).GetAsyncEnumerator())
        await using (var two = engine.Batches.WatchAsync(project, batch, null, default).GetAsyncEnumerator())
        {
            (await one.MoveNextAsync() && await two.MoveNextAsync()).ShouldBeTrue();
            await using var three = engine.Batches.WatchAsync(project, batch, null, default).GetAsyncEnumerator();
            var refused = three.MoveNextAsync();
            refused.IsFaulted.ShouldBeTrue(); // before any wait
            (await Should.ThrowAsync<BatchServiceException>(async () => await refused)).Kind.ShouldBe(ErrorKind.Unavailable);
        }

        await using var later = engine.Batches.WatchAsync(project, batch, null, default).GetAsyncEnumerator();
        (await later.MoveNextAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task Watch_OfAnotherProjectsBatch_IsNotFound()
    {
        await using var engine = await StartAsync();
        var batch = await DraftAsync(engine, await database.NewProjectAsync());
        var stranger = await database.NewProjectAsync();

        await using var events = engine.Batches.WatchAsync(stranger, batch, null, default).GetAsyncEnumerator();

        (await Should.ThrowAsync<BatchServiceException>(async () => await events.MoveNextAsync())).Kind.ShouldBe(ErrorKind.NotFound);
    }

    private Task<RunningEngine> StartAsync(Action<IServiceCollection>? change = null) => RunningEngine.StartAsync(database, services =>
    {
        Counting.Install(services);
        change?.Invoke(services);
    });

    private static async Task<Guid> DraftAsync(RunningEngine engine, ProjectId project)
    {
        var batch = (await engine.Batches.CreateAsync(project, new NewBatch(), null, default)).Value.BatchId;
        await engine.Batches.AddStreamAsync(project, batch, ItemsAsync(), null, default);
        return batch;
    }

    private static async IAsyncEnumerable<NewBatchItem> ItemsAsync()
    {
        await Task.Yield();
        for (var i = 0; i < 400; i++)
        {
            yield return new NewBatchItem { Kind = ItemKind.GraphEpisode, GraphId = "g", Content = "c", DataType = DataType.Text };
        }
    }

    private static async Task<List<BatchEvent>> WatchAsync(RunningEngine engine, ProjectId project, Guid batch)
    {
        var seen = new List<BatchEvent>();
        await foreach (var next in engine.Batches.WatchAsync(project, batch, null, default))
        {
            seen.Add(next);
        }

        return seen;
    }

    /// <summary>The real store, with the number of calls of each method.</summary>
    public class Counting : DispatchProxy
    {
        private readonly ConcurrentDictionary<string, int> _calls = [];
        private IBatchWatchStore _store = null!;

        public static void Install(IServiceCollection services)
        {
            var real = services.Last(s => s.ServiceType == typeof(IBatchWatchStore)).ImplementationType!;
            services.AddSingleton(real);
            services.Replace(ServiceDescriptor.Singleton(s =>
            {
                var counting = Create<IBatchWatchStore, Counting>();
                ((Counting)(object)counting)._store = (IBatchWatchStore)s.GetRequiredService(real);
                return counting;
            }));
        }

        public static IReadOnlyDictionary<string, int> GetCalls(RunningEngine engine) => ((Counting)(object)engine.Service<IBatchWatchStore>())._calls;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            _calls.AddOrUpdate(targetMethod!.Name, 1, (_, n) => n + 1);
            return targetMethod.Invoke(_store, args);
        }
    }
}
