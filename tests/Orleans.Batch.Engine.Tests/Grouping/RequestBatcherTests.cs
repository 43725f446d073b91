using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Time.Testing;
using Orleans.Batch.Grouping;

namespace Orleans.Batch.Engine.Tests.Grouping;

public sealed class RequestBatcherTests : IAsyncDisposable
{
    private static readonly BatchedResult<string> PutBack = new() { IsPutBack = true };

    private readonly ConcurrentQueue<int[]> _groups = [];
    private readonly SemaphoreSlim _started = new(0);
    private readonly SemaphoreSlim _released = new(0);
    private readonly FakeTimeProvider _time = new();
    private readonly RequestBatcher<int, string> _batcher;

    public RequestBatcherTests() => _batcher = NewBatcher(new WeightedQueue<int, string>(maxWeight: 3), Echo);

    public async ValueTask DisposeAsync()
    {
        _released.Release(1_000);
        await _batcher.DisposeAsync();
        _started.Dispose();
        _released.Dispose();
    }

    [Fact]
    public async Task RequestsThatWaitForAFreeLoop_FormGroupsUpToTheWeight()
    {
        var first = Ask(0);
        await _started.WaitAsync();
        var others = Enumerable.Range(1, 4).Select(i => Ask(i)).ToList();
        _released.Release(3);

        (await Task.WhenAll(others.Prepend(first))).ShouldBe(["0", "1", "2", "3", "4"]);
        _groups.ShouldBe([[0], [1, 2, 3], [4]]);
    }

    [Fact]
    public async Task AFaultOfOneRequest_FailsItAlone()
    {
        await using var batcher = NewBatcher(new WeightedQueue<int, string>(3), (group, _, _) => Answers(
            group.Select(i => i == 1 ? new BatchedResult<string>(null, new InvalidDataException("bad")) : new($"{i}"))));
        var answers = Enumerable.Range(0, 3).Select(i => batcher.AskAsync(i, default).AsTask()).ToList();

        (await answers[0]).ShouldBe("0");
        (await Should.ThrowAsync<TimeoutException>(answers[1])).InnerException.ShouldBeOfType<InvalidDataException>();
        (await answers[2]).ShouldBe("2");
    }

    [Fact]
    public async Task AnExceptionOfTheOperation_FailsItsGroupAndNoLaterOne()
    {
        var calls = 0;
        await using var batcher = NewBatcher(
            new WeightedQueue<int, string>(3), (group, _, _) => calls++ == 0 ? throw new InvalidDataException("bad") : Echoed(group));

        await Should.ThrowAsync<TimeoutException>(batcher.AskAsync(1, default).AsTask());
        (await batcher.AskAsync(2, default)).ShouldBe("2");
    }

    [Fact]
    public async Task ARequestThatIsPutBack_IsAnsweredByALaterGroup()
    {
        var calls = 0;
        await using var batcher = NewBatcher(new WeightedQueue<int, string>(3), (group, _, _) => calls++ < 2
            ? Answers(group.Select(static _ => PutBack))
            : Echoed(group));

        (await batcher.AskAsync(7, default)).ShouldBe("7");
        calls.ShouldBe(3);
    }

    [Fact]
    public async Task ARequestCanceledWhileItWaits_IsInNoGroup()
    {
        using var cancel = new CancellationTokenSource();
        var first = Ask(0);
        await _started.WaitAsync();
        var canceled = Ask(1, cancel.Token);
        var last = Ask(2);
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(canceled);
        _released.Release(2);
        await Task.WhenAll(first, last);
        _groups.ShouldBe([[0], [2]]);
    }

    [Fact]
    public async Task ARequestCanceledInAGroup_IsStillAnswered()
    {
        using var cancel = new CancellationTokenSource();
        var request = Ask(0, cancel.Token);
        await _started.WaitAsync();
        await cancel.CancelAsync();
        _released.Release();

        (await request).ShouldBe("0");
    }

    [Fact]
    public async Task ARequestCanceledInAGroupThatPutsItBack_IsCanceled()
    {
        using var cancel = new CancellationTokenSource();
        await using var batcher = NewBatcher(new WeightedQueue<int, string>(3), async (group, _, _) =>
        {
            await cancel.CancelAsync();
            return [PutBack];
        });

        await Should.ThrowAsync<OperationCanceledException>(batcher.AskAsync(0, cancel.Token).AsTask());
    }

    [Fact]
    public async Task AQueueThatCannotFormAGroup_IsAskedAgainWhenThatChanges()
    {
        var queue = new BlockedQueue();
        await using var batcher = NewBatcher(queue, (group, _, _) => Echoed(group));
        var answer = batcher.AskAsync(5, default).AsTask();
        await queue.Asked.Task;
        answer.IsCompleted.ShouldBeFalse();

        queue.Unblock();
        (await answer).ShouldBe("5");
    }

    [Fact]
    public async Task ALoopWithoutItsTurn_TakesNoGroup()
    {
        var loops = new ConcurrentBag<int>();
        await using var batcher = new RequestBatcher<int, string>(
            new WeightedQueue<int, string>(1),
            (group, loop, _) =>
            {
                loops.Add(loop);
                return Echoed(group);
            },
            static e => e,
            loops: 3,
            static async (loop, token) => await Task.Delay(loop == 1 ? 0 : Timeout.Infinite, token));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => batcher.AskAsync(i, default).AsTask()));
        loops.ShouldAllBe(l => l == 1);
        loops.Count.ShouldBe(20);
    }

    [Fact]
    public async Task Disposing_AnswersWhatWaits()
    {
        var first = Ask(0);
        await _started.WaitAsync();
        var second = Ask(1);
        var end = _batcher.DisposeAsync();
        _released.Release(2);
        await end;

        (await Task.WhenAll(first, second)).ShouldBe(["0", "1"]);
        Should.Throw<OperationCanceledException>(() => _ = _batcher.AskAsync(2, default).AsTask());
    }

    [Fact]
    public async Task DisposingWhileTheOperationHangs_CancelsAllRequests()
    {
        var inGroup = Ask(0);
        await _started.WaitAsync();
        var waiting = Ask(1);
        var end = _batcher.DisposeAsync();
        _time.Advance(RequestBatcher<int, string>.DrainTime);
        await end;

        await Should.ThrowAsync<OperationCanceledException>(waiting);
        (await Should.ThrowAsync<TimeoutException>(inGroup)).InnerException.ShouldBeAssignableTo<OperationCanceledException>();
    }

    private RequestBatcher<int, string> NewBatcher(IRequestQueue<int, string> queue, GroupOperation<int, string> operation) =>
        new(queue, operation, static e => new TimeoutException("translated", e), time: _time);

    private static ValueTask<IReadOnlyList<BatchedResult<string>>> Echoed(IReadOnlyList<int> group) =>
        Answers(group.Select(i => new BatchedResult<string>($"{i}")));

    private static ValueTask<IReadOnlyList<BatchedResult<string>>> Answers(IEnumerable<BatchedResult<string>> answers) =>
        ValueTask.FromResult<IReadOnlyList<BatchedResult<string>>>([.. answers]);

    private Task<string> Ask(int request, CancellationToken cancellationToken = default) =>
        _batcher.AskAsync(request, cancellationToken).AsTask();

    private async ValueTask<IReadOnlyList<BatchedResult<string>>> Echo(
        IReadOnlyList<int> group, int loop, CancellationToken cancellationToken)
    {
        _groups.Enqueue([.. group]);
        _started.Release();
        await _released.WaitAsync(cancellationToken);
        return await Echoed(group);
    }

    private sealed class BlockedQueue : IRequestQueue<int, string>
    {
        private readonly TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly WeightedQueue<int, string> _inner = new(maxWeight: 1);

        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Unblock() => _changed.SetResult();

        public void Add(PendingRequest<int, string> request) => _inner.Add(request);

        public IReadOnlyList<PendingRequest<int, string>> Take(out Task? changed)
        {
            if (_changed.Task.IsCompleted)
            {
                return _inner.Take(out changed);
            }

            Asked.TrySetResult();
            changed = _changed.Task;
            return [];
        }

        public bool TryRemove([MaybeNullWhen(false)] out PendingRequest<int, string> request) => _inner.TryRemove(out request);
    }
}
