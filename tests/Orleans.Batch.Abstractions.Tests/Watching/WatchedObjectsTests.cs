using Orleans.Batch.Watching;

namespace Orleans.Batch.Abstractions.Tests.Watching;

public sealed class WatchedObjectsTests : IDisposable
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _started = new(0);
    private readonly SemaphoreSlim _ended = new(0);
    private readonly WatchedObjects<string, object> _objects;
    private int _loops;

    public WatchedObjectsTests() => _objects = new(FollowAsync);

    public void Dispose()
    {
        _started.Dispose();
        _ended.Dispose();
    }

    [Fact]
    public async Task ManyWatchersOfOneObject_ShareOneLoop()
    {
        using var first = _objects.Enter("a", () => new object());
        using var second = _objects.Enter("a", () => throw new InvalidOperationException("it exists already"));
        await StartedAsync();

        second.Target.ShouldBeSameAs(first.Target);
        (_loops, _objects.Count).ShouldBe((1, 1));
    }

    [Fact]
    public async Task OtherObjects_HaveLoopsOfTheirOwn()
    {
        using var first = _objects.Enter("a", () => new object());
        using var second = _objects.Enter("b", () => new object());
        await StartedAsync();
        await StartedAsync();

        (_loops, _objects.Count).ShouldBe((2, 2));
    }

    [Fact]
    public async Task TheLastWatcher_EndsTheLoop()
    {
        var first = _objects.Enter("a", () => new object());
        var second = _objects.Enter("a", () => new object());
        await StartedAsync();
        first.Dispose();
        first.Dispose();
        (_ended.CurrentCount, _objects.Count).ShouldBe((0, 1), "one watcher is left");

        second.Dispose();
        (await _ended.WaitAsync(MaxWait)).ShouldBeTrue();
        _objects.Count.ShouldBe(0);
    }

    [Fact]
    public async Task AWatcherAfterTheLast_StartsANewLoopOfANewObject()
    {
        var first = _objects.Enter("a", () => new object());
        first.Dispose();
        using var second = _objects.Enter("a", () => new object());
        await StartedAsync();

        second.Target.ShouldNotBeSameAs(first.Target);
    }

    private async Task StartedAsync() => (await _started.WaitAsync(MaxWait)).ShouldBeTrue();

    private async Task FollowAsync(object target, CancellationToken unwatched)
    {
        Interlocked.Increment(ref _loops);
        _started.Release();
        try
        {
            await Task.Delay(Timeout.Infinite, unwatched);
        }
        finally
        {
            _ended.Release();
        }
    }
}
